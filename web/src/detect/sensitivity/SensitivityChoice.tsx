import { NativeSelect } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { levels, type Sensitivity, sensitivityKey } from './sensitivity.ts'

type Props = {
  label: string
  path: string
  value: Sensitivity | null
  /** What holds where nothing is chosen; without it something must be. */
  above?: string
}

/** Chosen is saved: it counts from the next minute on. */
export function SensitivityChoice({ label, path, value, above }: Props) {
  const allowed = useMay('settings')
  const write = useWrite<unknown, { sensitivity: Sensitivity | null }>({
    method: 'PUT',
    path,
    touches: [sensitivityKey, ['series']],
    done: t('sensitivity.saved'),
  })
  const shown = write.isPending ? write.variables.sensitivity : value
  return (
    <>
      <NativeSelect
        label={label}
        disabled={!allowed || write.isPending}
        data={[
          ...(above === undefined ? [] : [{ value: '', label: above }]),
          ...levels.map((level) => ({ value: level as string, label: tOf('sensitivity.level', level) })),
        ]}
        value={shown ?? ''}
        onChange={(event) => write.mutate({ sensitivity: levels.find((level) => level === event.currentTarget.value) ?? null })}
      />
      {write.isError && <ErrorNote error={write.error} />}
    </>
  )
}
