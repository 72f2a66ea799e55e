import { Badge, Group, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atDayTime } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../sources/Sources.module.css'
import { type CloseWatch, sensitivityKey } from './sensitivity.ts'

/** What is watched closely now, until when and why. */
export const CloselyList = ({ closely }: { closely: readonly CloseWatch[] }) => (
  <ul className={styles.list}>
    {closely.map((watch) => (
      <Row key={watch.id} watch={watch} />
    ))}
  </ul>
)

function Row({ watch: { id, service, practice, until, reason, crisis, by } }: { watch: CloseWatch }) {
  const end = useWrite({ path: `/api/close-watches/${id}/end`, touches: [sensitivityKey, ['series']], done: t('sensitivity.ended', { service: service.name }) })
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <Text fw={600}>{service.name}</Text>
          {practice && <Badge color="gray">{t('practice')}</Badge>}
        </Group>
        <Text size="sm">{reason}</Text>
        <Text size="xs" c="dimmed" className="lw-figures">
          {[t('sensitivity.until', { at: atDayTime(until) }), crisis?.number, by.name].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <ActionButton
        write={end}
        body={undefined}
        size="compact-sm"
        variant="default"
        may="respond"
        label={t('sources.of', { action: t('sensitivity.end'), name: service.name })}
      >
        {t('sensitivity.end')}
      </ActionButton>
    </li>
  )
}
