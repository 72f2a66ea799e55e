import { Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import type { Suspicion } from './suspicions.ts'

type Affected = NonNullable<Suspicion['affected']>
const named = 5

/** How many accounts it touches, and the first of them: the vulnerable, then by revenue. */
export function AffectedAccounts({ affected: { accounts, vulnerable, revenue, first } }: { affected: Affected }) {
  return (
    <div>
      <Text size="sm">
        <strong>{t('suspicions.affected')}</strong> {tn('suspicions.affectedOf', accounts)}
        {vulnerable > 0 && <span className="lw-red"> · {tn('suspicions.affectedVulnerable', vulnerable)}</span>}
        {revenue.length > 0 && (
          <>
            {' · '}
            <Money of={revenue} short /> {t('health.aMonth')}
          </>
        )}
      </Text>
      {first.length > 0 && (
        <Text size="sm" c="dimmed" component="div">
          {t('suspicions.affectedFirst')}:{' '}
          {first.slice(0, named).map(({ accountId, name, vulnerability }, nth) => (
            <span key={accountId}>
              {nth > 0 && ', '}
              <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} size="sm" underline="always">
                {name}
              </TextLink>
              {vulnerability && ` (${vulnerability})`}
            </span>
          ))}
        </Text>
      )}
    </div>
  )
}
