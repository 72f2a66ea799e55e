import { Alert, Progress as Bar, Stack, Table, Text } from '@mantine/core'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { number, span } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Money } from '../../ui/Money.tsx'
import { ByPeople } from './ByPeople.tsx'
import { type Progress, payoutStates, useProgress } from './payouts.ts'
import { Tasks } from './Tasks.tsx'

const colors = { approved: 'gray.5', executing: 'blue.6', applied: 'green.7', failed: 'red.7', unknown: 'yellow.6', reversed: 'gray.7', expired: 'gray.4' }

/** What became of an approved plan: counts and sums by state, how long it still takes, and what waits for people. `name`: which plan, where there are several. */
export function CarryingOut({ planId, name }: { planId: string; name?: string }) {
  const may = useMay('plan-remedy')
  const query = useProgress(planId)
  const of = (title: string) => (name ? `${title}: ${name}` : title)
  if (!may) return <Tasks planId={planId} title={of(t('byPeople.title'))} />
  return (
    <>
      <Card
        title={of(t('carry.title'))}
        aside={
          <TextLink to="/payouts" search={{ plan: planId }} size="sm">
            {t('carry.everyLine')}
          </TextLink>
        }
      >
        <Loaded query={query}>
          {(progress) => (progress.lines === 0 ? <Text size="sm">{t('carry.nothing')}</Text> : <Shown progress={progress} planId={planId} />)}
        </Loaded>
      </Card>
      <ByPeople planId={planId} progress={query.data} title={of(t('people.title'))} />
      <Tasks planId={planId} title={of(t('byPeople.title'))} />
    </>
  )
}

function Shown({ progress, planId }: { progress: Progress; planId: string }) {
  const { lines, done, states } = progress
  const here = payoutStates.filter((state) => states[state] > 0)
  return (
    <Stack gap="md">
      <div>
        <Text fw={600} mb={6} aria-live="polite">
          {t('carry.progress', { done: number(done), lines: number(lines) })}
        </Text>
        <Bar.Root size="lg" aria-hidden>
          {here.map((state) => (
            <Bar.Section key={state} value={(states[state] / lines) * 100} color={colors[state]} />
          ))}
        </Bar.Root>
      </div>
      <Table className="lw-figures" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('carry.state')}</Table.Th>
            <Table.Th ta="right">{t('carry.lines')}</Table.Th>
            <Table.Th ta="right">{t('carry.sum')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {here.map((state) => (
            <Table.Tr key={state}>
              <Table.Td>{tOf('payout.state', state)}</Table.Td>
              <Table.Td ta="right">{number(states[state])}</Table.Td>
              <Table.Td ta="right">
                <Sum of={sumsOf(progress, (sum) => sum.state === state)} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Next progress={progress} planId={planId} />
    </Stack>
  )
}

/** Of tasks alone there is no sum. */
function Sum({ of }: { of: ReturnType<typeof sumsOf> }) {
  const some = of.filter(({ amountMinor }) => amountMinor !== 0)
  return some.length === 0 ? '–' : <Money of={some} />
}

/** One thing to do next for what went wrong; else how long it still takes. */
function Next({ progress, planId }: { progress: Progress; planId: string }) {
  const { states, remaining, forPeople, payers } = progress
  const people = progress.sums
    .filter(({ means, state }) => state === 'approved' && (means === 'file' || means === 'task'))
    .reduce((sum, { lines }) => sum + lines, 0)
  const unknown = forPeople - people
  return (
    <>
      {remaining === 0 && forPeople === 0 && states.failed === 0 && (
        <Alert color="green" role="status">
          {t('carry.all')}
        </Alert>
      )}
      {states.failed > 0 && (
        <Alert color="red" title={tn(remaining === 0 && forPeople === 0 ? 'carry.allButFailed' : 'carry.failed', states.failed)}>
          <TextLink to="/payouts" search={{ plan: planId, state: 'failed' }} size="sm" fw={600}>
            {t('carry.look')}
          </TextLink>
        </Alert>
      )}
      {unknown > 0 && (
        <Alert color="amber" title={tn('carry.unknown', unknown)}>
          <TextLink to="/payouts" search={{ plan: planId, state: 'unknown' }} size="sm" fw={600}>
            {t('carry.look')}
          </TextLink>
        </Alert>
      )}
      {payers
        .filter((payer) => payer.remaining > 0)
        .map((payer) => (
          <Text size="sm" key={payer.id}>
            {tn('carry.left', payer.remaining, { name: payer.name })}: {timeOf(payer)}
          </Text>
        ))}
    </>
  )
}

function timeOf({ live, paused, secondsLeft }: Progress['payers'][number]): string {
  if (paused) return t('carry.paused', { why: paused })
  if (!live) return t('carry.dry')
  if (!secondsLeft) return '–'
  const [least, likely] = [span(secondsLeft.least * 1_000), secondsLeft.likely === null ? null : span(secondsLeft.likely * 1_000)]
  return likely === null ? t('carry.atLeast', { least }) : t('carry.likely', { likely, least })
}

/** Sums of a currency stand together, largest first. */
export function sumsOf({ sums }: Progress, which: (sum: Progress['sums'][number]) => boolean) {
  const found = new Map<string, number>()
  for (const sum of sums.filter(which)) found.set(sum.currency, (found.get(sum.currency) ?? 0) + sum.amountMinor)
  return [...found].map(([currency, amountMinor]) => ({ currency, amountMinor })).sort((one, other) => other.amountMinor - one.amountMinor)
}
