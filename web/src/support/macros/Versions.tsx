import { List, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { atDayTime } from '../../ui/format.ts'

type Versions = { versions: { revision: number; name: string; at: string; by: { name: string } }[] }

/** Who changed it when. */
export function Versions({ macro }: { macro: string }) {
  const { data } = useQuery({ queryKey: ['macros', macro, 'versions'], queryFn: ({ signal }) => get<Versions>(`/api/macros/${macro}/versions`, signal) })
  if (!data || data.versions.length === 0) return null
  return (
    <section aria-label={t('macros.versions')}>
      <Text size="sm" fw={600}>
        {t('macros.versions')}
      </Text>
      <List size="xs">
        {data.versions.map(({ revision, name, at, by }) => (
          <List.Item key={revision}>{t('macros.version', { revision, name, by: by.name, at: atDayTime(at) })}</List.Item>
        ))}
      </List>
    </section>
  )
}
