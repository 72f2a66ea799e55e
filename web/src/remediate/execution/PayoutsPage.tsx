import { Button, Checkbox, Group, Paper, Select, Table, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, money } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { HandOverDialog, RetryDialog, SettleDialog } from './PayoutDialogs.tsx'
import { type Payout, payoutStates, payoutsKey, usePayers } from './payouts.ts'

type What = 'retry' | 'settle' | 'hand-over'

/** Every line and what became of it; what failed is tried again, what is unknown is settled by somebody who looked. */
export function PayoutsPage() {
  const asked = useSearch({ from: '/payouts' })
  const navigate = useNavigate()
  const put = (some: Partial<typeof asked>) => void navigate({ to: '/payouts', search: { ...asked, ...some }, replace: true })
  const [open, setOpen] = useState<{ payout: Payout; what: What }>()
  const payers = usePayers().data ?? []
  const list = useList<Payout>(payoutsKey, '/api/payouts', { ...asked, limit: 50 }, { everyMs: 15_000 })
  const close = () => setOpen(undefined)
  return (
    <Page title={t('payouts.title')} lead={t('payouts.lead')}>
      <Group gap="sm" align="flex-end">
        <Select
          label={t('payouts.state')}
          placeholder={t('payouts.everyState')}
          clearable
          data={payoutStates.map((state) => ({ value: state, label: tOf('payout.state', state) }))}
          value={asked.state ?? null}
          onChange={(state) => put({ state: payoutStates.find((each) => each === state) })}
        />
        <Select
          label={t('payouts.payer')}
          placeholder={t('payouts.everyPayer')}
          clearable
          data={payers.map(({ id, name }) => ({ value: id, label: name }))}
          value={asked.payer ?? null}
          onChange={(payer) => put({ payer: payer ?? undefined })}
        />
        <Checkbox
          mb={8}
          label={t('payouts.forPeople')}
          checked={asked.forPeople === 'true'}
          onChange={(event) => put({ forPeople: event.currentTarget.checked ? 'true' : undefined })}
        />
        {asked.plan && (
          <Group gap="xs" mb={6}>
            <Text size="sm">{t('payouts.onePlan')}</Text>
            <Button size="compact-sm" variant="default" onClick={() => put({ plan: undefined })}>
              {t('payouts.everyPlan')}
            </Button>
          </Group>
        )}
      </Group>
      <Paper p="md">
        <Listed list={list} empty={<Empty title={t('payouts.none')} />}>
          {(lines) => (
            <Table.ScrollContainer minWidth={720}>
              <Table verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th miw={150}>{t('remedy.account')}</Table.Th>
                    <Table.Th>{t('payouts.state')}</Table.Th>
                    <Table.Th ta="right">{t('remedy.amount')}</Table.Th>
                    <Table.Th miw={170}>{t('payouts.means')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {lines.map((payout) => (
                    <Line
                      key={payout.grantId}
                      payout={payout}
                      payer={payers.find(({ id }) => id === payout.payerId)?.name}
                      open={(what) => setOpen({ payout, what })}
                    />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Listed>
      </Paper>
      {open?.what === 'retry' && <RetryDialog payout={open.payout} close={close} />}
      {open?.what === 'hand-over' && <HandOverDialog payout={open.payout} close={close} />}
      {open?.what === 'settle' && <SettleDialog payout={open.payout} close={close} />}
    </Page>
  )
}

const classOf: Partial<Record<Payout['state'], string>> = { failed: 'lw-red', unknown: 'lw-amber', applied: 'lw-green' }

function Line({ payout, payer, open }: { payout: Payout; payer: string | undefined; open: (what: What) => void }) {
  const may = useMay('approve-remedy')
  const { account, state, attempt, answer, decisions, reverses, forPerson } = payout
  const retry = state === 'failed' && payout.payerId !== null
  const handOver = state === 'approved' && payout.payerId !== null
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/accounts/$accountId" params={{ accountId: String(account.id) }} size="sm" fw={600}>
          {account.name}
        </TextLink>
        <Text size="xs" c="dimmed">
          {payout.grantId}, {payout.remedy}
          {reverses === null ? '' : `, ${t('payouts.takesBack', { line: reverses })}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <b className={classOf[state]}>{tOf('payout.state', state)}</b>, {atNear(payout.changedAt)}
          {attempt > 1 ? `, ${tn('payouts.attempt', attempt)}` : ''}
        </Text>
        {answer && (
          <Text size="xs" c="dimmed">
            {answer}
          </Text>
        )}
        {decisions.map(({ what, evidence, by, at }) => (
          <Text size="xs" key={at + what}>
            {t('payouts.decided', { what: tOf('payouts.decision', what), name: by.name, at: atNear(at), words: evidence })}
          </Text>
        ))}
        {may && (retry || handOver || forPerson || state === 'unknown') && (
          <Group gap={4} mt={4}>
            {retry && (
              <Button size="xs" variant="default" aria-label={`${t('payouts.retry')} ${account.name}`} onClick={() => open('retry')}>
                {t('payouts.retry')}
              </Button>
            )}
            {handOver && (
              <Button size="xs" variant="default" aria-label={`${t('payouts.handOver')} ${account.name}`} onClick={() => open('hand-over')}>
                {t('payouts.handOver')}
              </Button>
            )}
            {(forPerson || state === 'unknown') && (
              <Button size="xs" variant="default" aria-label={`${t('payouts.settle')} ${account.name}`} onClick={() => open('settle')}>
                {t('payouts.settle')}
              </Button>
            )}
          </Group>
        )}
      </Table.Td>
      <Table.Td ta="right" fw={600} className="lw-figures">
        {money(payout)}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{payer ?? ''}</Text>
        <Text size="sm" c={payer ? 'dimmed' : undefined}>
          {tOf('means', payout.means)}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
