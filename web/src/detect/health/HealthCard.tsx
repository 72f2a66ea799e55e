import { Stack, Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import styles from './Health.module.css'
import { dayName, type Health, useHealth } from './health.ts'
import { RiskBadge } from './RiskBadge.tsx'
import { Trend } from './Trend.tsx'

/** How one account fares: the score, what speaks against it with its points, and how it went. */
export function HealthCard({ accountId }: { accountId: number }) {
  const health = useHealth(accountId)
  return (
    <Card title={t('health.card')} aside={health.data && <RiskBadge risk={health.data.risk} score={health.data.score} />}>
      <Loaded query={health}>{(found) => (found ? <Fares health={found} /> : <Unknown />)}</Loaded>
    </Card>
  )
}

const Unknown = () => (
  <Text size="sm" c="dimmed">
    {t('health.unknown')}
  </Text>
)

function Fares({ health: { against, trend, usage, score } }: { health: Health }) {
  const [first] = trend
  const used = usage.map(({ used: amount }) => amount)
  return (
    <Stack gap="sm">
      {against.length === 0 ? (
        <Text size="sm">{t('health.nothing')}</Text>
      ) : (
        <ul className={styles.points}>
          {against.map(({ reason, sentence, points }) => (
            <li key={reason}>
              <span>{sentence}</span>
              <span className="lw-figures">−{points}</span>
            </li>
          ))}
        </ul>
      )}
      {first && trend.length > 1 && (
        <Trend
          label={t('health.trend', { first: first.score, last: score, day: dayName(first.day) })}
          values={trend.map((each) => each.score)}
          most={100}
          title={tn('health.trendOf', trend.length)}
        />
      )}
      {usage.length > 1 && (
        <Trend
          label={t('health.usage', { days: usage.length, most: Math.round(Math.max(...used)), last: Math.round(used.at(-2) ?? 0) })}
          values={used}
          most={Math.max(...used, 1)}
          title={t('health.used')}
        />
      )}
    </Stack>
  )
}
