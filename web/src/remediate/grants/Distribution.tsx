import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Text } from '@mantine/core'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { t } from '../../strings/t.ts'
import { money, number } from '../../ui/format.ts'

/** How many accounts get how much; one plot per currency, as amounts of different currencies do not compare. */
export function Distribution({ plan }: { plan: RemedyPlanView }) {
  const currencies = [...new Set(plan.distribution.map(({ currency }) => currency))]
  return currencies.map((currency) => (
    <figure key={currency} style={{ margin: 0 }}>
      {currencies.length > 1 && (
        <Text component="figcaption" size="xs" c="dimmed">
          {currency}
        </Text>
      )}
      <BarChart
        h={200}
        dataKey="range"
        series={[{ name: 'accounts', label: t('nav.accounts'), color: 'blue.6' }]}
        tickLine="none"
        gridAxis="x"
        valueFormatter={number}
        data={plan.distribution
          .filter((bucket) => bucket.currency === currency)
          .map(({ from, to, accounts }) => ({
            range: t('remedy.range', { from: short(from, currency), to: short(to, currency) }),
            accounts,
          }))}
        barProps={{ isAnimationActive: false, radius: 3 }}
        yAxisProps={{ width: 48, allowDecimals: false }}
        xAxisProps={{ minTickGap: 10 }}
      />
    </figure>
  ))
}

const short = (amountMinor: number, currency: string) => money({ amountMinor, currency }, true).replace(/[.,]00$/, '')
