import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'

type Someone = { id: string; name: string; permissions: string[] }
type Props = {
  label: string
  value: string | null
  onChange: (id: string | null) => void
  /** Only who has this permission: nobody is offered who would be refused. */
  may?: string
  except?: string | null
  clearable?: boolean
  autoFocus?: boolean
}

/** Somebody of this house, by name. */
export function PersonSelect({ label, value, onChange, may, except, clearable = false, autoFocus = false }: Props) {
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => get<Someone[]>('/api/people', signal), staleTime: 60_000 })
  return (
    <>
      <Select
        label={label}
        placeholder={t('team.choose')}
        searchable
        clearable={clearable}
        allowDeselect={clearable}
        nothingFoundMessage={t('team.nobodyFound')}
        data={(people.data ?? [])
          .filter(({ id, permissions }) => id !== except && (!may || permissions.includes(may)))
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={value}
        onChange={onChange}
        {...(autoFocus ? { 'data-autofocus': true } : {})}
      />
      {people.isError && <ErrorNote error={people.error} retry={people.refetch} />}
    </>
  )
}
