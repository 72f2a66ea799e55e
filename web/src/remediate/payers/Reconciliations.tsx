import { Anchor, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { ReconciliationView } from '../../../../server/src/remediate/execution/execution.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear, number, toLocalInput } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import type { Payer } from '../execution/payouts.ts'

type Report = z.output<typeof ReconciliationView>
const key = ['reconciliations'] as const
const day = 86_400_000

/** The ledger against a provider: asked for, watched, read. */
export function Reconciliations({ payers }: { payers: Payer[] }) {
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<Report[]>('/api/reconciliations', signal),
    refetchInterval: ({ state: { data } }) => (data?.some(({ state }) => state === 'running') ? 3_000 : false),
  })
  return (
    <Card title={t('reconcile.title')}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('reconcile.lead')}
        </Text>
        <Ask payers={payers} />
        <Loaded query={query}>
          {(reports) => (reports.length === 0 ? <Text size="sm">{t('reconcile.none')}</Text> : <Reports reports={reports} payers={payers} />)}
        </Loaded>
      </Stack>
    </Card>
  )
}

function Ask({ payers }: { payers: Payer[] }) {
  const [payer, setPayer] = useState(payers[0]?.id ?? '')
  const [from, setFrom] = useState(() => toLocalInput(Date.now() - 30 * day).slice(0, 10))
  const [until, setUntil] = useState(() => toLocalInput(Date.now() + day).slice(0, 10))
  const ask = useWrite<Report, object>({ path: '/api/reconciliations', touches: [key], done: t('reconcile.started') })
  const iso = (date: string) => (Number.isNaN(Date.parse(date)) ? '' : new Date(date).toISOString())
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t('reconcile.payer')}
        data={payers.map(({ id, name }) => ({ value: id, label: name }))}
        allowDeselect={false}
        value={payer}
        onChange={(id) => setPayer(id ?? '')}
      />
      <TextInput type="date" label={t('reconcile.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput type="date" label={t('reconcile.until')} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      <ActionButton
        write={ask}
        body={{ payer, from: iso(from), until: iso(until) }}
        may="plan-remedy"
        variant="default"
        disabled={!payer || !iso(from) || !iso(until)}
      >
        {t('reconcile.start')}
      </ActionButton>
    </Group>
  )
}

function Reports({ reports, payers }: { reports: Report[]; payers: Payer[] }) {
  const columns = ['matched', 'missingThere', 'missingHere', 'amountsDiffer', 'unsettled'] as const
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table className="lw-figures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('reconcile.when')}</Table.Th>
            {columns.map((column) => (
              <Table.Th key={column} ta="right">
                {t(`reconcile.${column}`)}
              </Table.Th>
            ))}
            <Table.Th>{t('reconcile.csv')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reports.map(({ id, payerId, state, why, accounts, lookedAt, matched, differences, askedAt, askedBy }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Text size="sm">
                  {payers.find((payer) => payer.id === payerId)?.name ?? ''}, {atNear(askedAt)}, {askedBy.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {state === 'running'
                    ? t('reconcile.running', { looked: number(lookedAt), accounts: number(accounts) })
                    : state === 'stopped'
                      ? t('reconcile.stopped', { why: why ?? '' })
                      : t('reconcile.done')}
                </Text>
              </Table.Td>
              {columns.map((column) => {
                const figure = column === 'matched' ? matched : differences[column]
                return (
                  <Table.Td key={column} ta="right" className={column !== 'matched' && figure > 0 ? 'lw-red' : ''}>
                    {number(figure)}
                  </Table.Td>
                )
              })}
              <Table.Td>
                {columns.some((column) => column !== 'matched' && differences[column] > 0) ? (
                  <Anchor href={`/api/reconciliations/${encodeURIComponent(id)}/differences.csv`} download size="sm">
                    {t('reconcile.download')}
                  </Anchor>
                ) : (
                  '–'
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
