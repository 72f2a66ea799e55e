import { Button, Group, Modal, MultiSelect, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { AudienceFilter, AudienceView } from '../../../../server/src/communicate/audiences/audiences.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { audiencesKey } from './audiences.ts'

const degrees = ['down', 'degraded', 'at-risk'] as const
const lists = ['tiers', 'regions', 'positions', 'owners'] as const

/** Conditions that all must hold; what is left empty is not asked. */
export function AudienceDialog({ audience, close }: { audience: AudienceView | undefined; close: () => void }) {
  const [name, setName] = useState(audience?.name ?? '')
  const [filter, setFilter] = useState<AudienceFilter>(audience?.filter ?? {})
  const services = useQuery({ queryKey: ['services'], queryFn: ({ signal }) => get<{ id: string; name: string }[]>('/api/services', signal) })
  const put = (part: keyof AudienceFilter, values: unknown[] | boolean | undefined) =>
    setFilter((before) => {
      const { [part]: _, ...rest } = before
      return values === undefined || (Array.isArray(values) && values.length === 0) ? rest : { ...rest, [part]: values }
    })
  const save = useWrite<unknown, object>({
    method: audience ? 'PUT' : 'POST',
    path: audience ? `/api/audiences/${audience.id}` : '/api/audiences',
    touches: [audiencesKey],
    done: t('audiences.savedOne', { name }),
    after: close,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ name, filter })
  }
  return (
    <Modal opened onClose={close} title={audience ? t('audiences.changeOne', { name: audience.name }) : t('audiences.addTitle')}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('audiences.name')}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <MultiSelect
            label={t('audiences.degrees')}
            data={degrees.map((value) => ({ value, label: tOf('audiences.degree', value) }))}
            value={filter.degrees ?? []}
            onChange={(values) => put('degrees', values)}
          />
          <Select
            label={t('audiences.vulnerability')}
            clearable
            data={(['yes', 'no'] as const).map((value) => ({ value, label: tOf('audiences.vulnerable', value) }))}
            value={filter.vulnerable === undefined ? null : filter.vulnerable ? 'yes' : 'no'}
            onChange={(value) => put('vulnerable', value === null ? undefined : value === 'yes')}
          />
          {lists.map((part) => (
            <TagsInput
              key={part}
              label={tOf('audiences.list', part)}
              description={t('audiences.listHint')}
              value={filter[part] ?? []}
              onChange={(values) => put(part, values)}
            />
          ))}
          <MultiSelect
            label={t('audiences.uses')}
            searchable
            data={(services.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
            value={filter.services ?? []}
            onChange={(values) => put('services', values)}
          />
          <ErrorNote error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('templates.saveNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
