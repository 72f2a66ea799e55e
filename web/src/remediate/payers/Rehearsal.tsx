import { Code, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { RehearsalView } from '../../../../server/src/remediate/execution/execution.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { money } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { type Payer, payersKey } from '../execution/payouts.ts'

/** The next calls as they would be made; nothing is called by looking. */
export function Rehearsal({ payer, close }: { payer: Payer; close: () => void }) {
  const query = useQuery({
    queryKey: [...payersKey, payer.id, 'rehearsal'],
    queryFn: ({ signal }) => get<z.output<typeof RehearsalView>>(`/api/payers/${encodeURIComponent(payer.id)}/rehearsal`, signal),
  })
  return (
    <Modal opened onClose={close} title={t('payers.rehearseTitle', { name: payer.name })} size="xl">
      <Stack>
        <Text size="sm">{t('payers.rehearseText')}</Text>
        <Loaded query={query}>
          {(calls) =>
            calls.length === 0 ? (
              <Empty title={t('payers.rehearseNone')} />
            ) : (
              <>
                <Text fw={600}>{tn('payers.rehearseSum', calls.length, { sum: sumOf(calls) })}</Text>
                <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
                  {calls.map(({ grantId, account, means, call, refused, ...amount }, nth) => (
                    <li key={grantId}>
                      {refused ? (
                        <>
                          <Text size="sm">
                            <b>{account}</b>, {money(amount)}, {tOf('means', means)}
                          </Text>
                          <Text size="sm" className="lw-red">
                            {refused}
                          </Text>
                        </>
                      ) : (
                        // The first shows what a call looks like; two hundred of them at once show nothing.
                        <details open={nth === 0}>
                          <Text component="summary" size="sm" style={{ cursor: 'pointer', overflowWrap: 'anywhere' }}>
                            <b>{account}</b>, {money(amount)}, {tOf('means', means)}
                          </Text>
                          {call && (
                            <Code block className="lw-prewrap" tabIndex={0} mt={4}>
                              {call.method} {call.path}
                              {'\n'}
                              {JSON.stringify(call.body, null, 1)}
                            </Code>
                          )}
                        </details>
                      )}
                    </li>
                  ))}
                </Stack>
              </>
            )
          }
        </Loaded>
      </Stack>
    </Modal>
  )
}

/** Of the calls that are shown; currencies do not add up. */
function sumOf(calls: z.output<typeof RehearsalView>): string {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of calls) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  return [...sums].map(([currency, amountMinor]) => money({ currency, amountMinor })).join(' + ')
}
