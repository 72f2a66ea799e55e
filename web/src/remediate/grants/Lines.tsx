import { Badge, Button, Group, Select, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { RemedyLineView, RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Money } from '../../ui/Money.tsx'
import { useList } from '../../ui/use-list.ts'
import { LineDrawer } from './LineDrawer.tsx'
import { linesKey } from './plan.ts'

/** Every account of the plan, with why it gets what it gets; the largest stand in front of nothing else than their own name. */
export function Lines({ plan }: { plan: RemedyPlanView }) {
  const { id } = useRoom()
  const [search, setSearch] = useState('')
  const [held, setHeld] = useState<string | null>(null)
  const [open, setOpen] = useState<RemedyLineView>()
  const [asked] = useDebouncedValue(search, 300)
  const list = useList<RemedyLineView>(
    [...linesKey(id), plan.id],
    crisisPath(id, '/remedies/lines'),
    { search: asked || undefined, held: held ?? undefined, limit: 20 },
    { everyMs: plan.status === 'executed' && 15_000 },
  )
  // What was granted is changed by another plan, or taken back.
  const look = t(plan.status === 'proposed' ? 'lines.open' : 'lines.look')
  return (
    <Card
      title={t('lines.title')}
      aside={
        <Group gap="xs">
          <TextInput
            size="xs"
            w={200}
            aria-label={t('lines.search')}
            placeholder={t('lines.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {plan.held.length > 0 && (
            <Select
              size="xs"
              w={220}
              aria-label={t('lines.all')}
              placeholder={t('lines.all')}
              clearable
              data={plan.held.map(({ why, accounts }) => ({ value: why, label: `${tOf('lines.held', why)} (${accounts})` }))}
              value={held}
              onChange={setHeld}
            />
          )}
        </Group>
      }
    >
      <Listed list={list} empty={<Empty title={t('lines.none')} />}>
        {(lines) => (
          <Table.ScrollContainer minWidth={720}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('remedy.account')}</Table.Th>
                  <Table.Th ta="right">{t('remedy.amount')}</Table.Th>
                  <Table.Th>{t('remedy.why')}</Table.Th>
                  <Table.Th aria-label={look} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {lines.map((line) => (
                  <Table.Tr key={`${line.accountId} ${line.remedy}`}>
                    <Table.Td>
                      <TextLink to="/accounts/$accountId" params={{ accountId: String(line.accountId) }} size="sm" fw={600}>
                        {line.name}
                      </TextLink>
                      <Text size="xs" c="dimmed">
                        {line.key}, {line.tier}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      <Text fw={600} component="span">
                        {line.full.amountMinor === 0 && line.amount.amountMinor === 0 && line.held === null ? '–' : <Money of={line.amount} />}
                      </Text>
                      <Marks line={line} />
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">{line.why}</Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button size="xs" variant="default" onClick={() => setOpen(line)} aria-label={`${look}: ${line.name}, ${line.remedy}`}>
                        {look}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Listed>
      {open && <LineDrawer line={open} editable={plan.status === 'proposed'} close={() => setOpen(undefined)} />}
    </Card>
  )
}

const Marks = ({ line: { owed, held, granted } }: { line: RemedyLineView }) => (
  <Group gap={4} justify="flex-end">
    {owed && <Badge size="xs">{t('lines.owed')}</Badge>}
    {held && (
      <Badge size="xs" color="amber">
        {tOf('lines.held', held)}
      </Badge>
    )}
    {granted.at(-1) && (
      <Badge size="xs" color={granted.at(-1)?.state === 'failed' ? 'red' : 'gray'}>
        {tOf('payout.state', granted.at(-1)?.state ?? 'approved')}
      </Badge>
    )}
  </Group>
)
