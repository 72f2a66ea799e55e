import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atDayTime } from '../../ui/format.ts'
import styles from '../sources/Sources.module.css'
import type { View } from './opinions.ts'

/** What it said beside our reader, and how often it said another thing. */
export function Latest({ view: { lastWeek, latest } }: { view: View }) {
  const { same, other, failed, waiting } = lastWeek
  return (
    <Paper component="section" aria-label={t('opinion.latest')} p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('opinion.latest')}
        </Title>
        <Text size="sm" className="lw-figures">
          {t('opinion.week', { same: String(same), other: String(other), failed: String(failed), waiting: String(waiting) })}
        </Text>
        {latest.length === 0 ? (
          <Empty title={t('opinion.none')} text={t('opinion.noneText')} />
        ) : (
          <ul className={styles.list}>
            {latest.map(({ signal, at, text, ours, theirs, why }) => (
              <li key={signal} className={styles.item}>
                <div>
                  <Text size="sm">{text ?? t('opinion.gone')}</Text>
                  <Text size="xs" c="dimmed" className="lw-figures">
                    {atDayTime(at)}
                  </Text>
                </div>
                <Group gap="xs">
                  <Badge color="gray">{t('opinion.ours', { mood: tOf('opinion.mood', ours) })}</Badge>
                  {theirs ? <Badge color="blue">{t('opinion.theirs', { mood: tOf('opinion.mood', theirs) })}</Badge> : <Text size="sm">{why}</Text>}
                </Group>
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Paper>
  )
}
