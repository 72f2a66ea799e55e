import { Table, Text, Tooltip } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import { DeliveryBar } from '../updates/DeliveryBar.tsx'
import type { AuditView } from './Audit.tsx'
import styles from './Audit.module.css'
import { byChannel, channelName, stateName } from './dispatches.ts'

type Counted = AuditView['dispatches'][number]

/** Every update with a line for each of its channels: what was planned, what is there, what became of it, and what must be nought. */
export function AuditTable({ dispatches }: Pick<AuditView, 'dispatches'>) {
  const updates = [...new Set(dispatches.map(({ updateId }) => updateId))]
  return (
    <Table.ScrollContainer minWidth={680}>
      <Table verticalSpacing="xs" className={styles.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('audit.channel')}</Table.Th>
            <Table.Th className={styles.what}>{t('audit.what')}</Table.Th>
            <Table.Th ta="right">{t('audit.planned')}</Table.Th>
            <Table.Th ta="right">{t('audit.rows')}</Table.Th>
            <Explained label={t('audit.twice')} what={t('audit.whatTwice')} />
            <Explained label={t('audit.stuck')} what={t('audit.whatStuck')} />
            <Explained label={t('audit.resent')} what={t('audit.whatResent')} />
          </Table.Tr>
        </Table.Thead>
        {updates.map((updateId) => (
          <OneUpdate key={updateId} dispatches={dispatches.filter((each) => each.updateId === updateId).toSorted(byChannel)} />
        ))}
      </Table>
    </Table.ScrollContainer>
  )
}

function Explained({ label, what }: { label: string; what: string }) {
  return (
    <Table.Th ta="right">
      <Tooltip label={what}>
        <abbr className={styles.explained}>{label}</abbr>
      </Tooltip>
    </Table.Th>
  )
}

function OneUpdate({ dispatches }: { dispatches: Counted[] }) {
  return (
    <Table.Tbody>
      <Table.Tr>
        <Table.Th colSpan={7} scope="rowgroup" className={styles.update}>
          {dispatches[0]?.title}
        </Table.Th>
      </Table.Tr>
      {dispatches.map((each) => (
        <Line key={each.channel} of={each} />
      ))}
    </Table.Tbody>
  )
}

function Line({ of }: { of: Counted }) {
  const lost = of.planned !== of.rows
  return (
    <Table.Tr>
      <Table.Td>
        {channelName(of.channel)}
        <Text size="xs" c="dimmed">
          {tOf('audit.state', of.state)}
        </Text>
      </Table.Td>
      <Table.Td>
        <DeliveryBar deliveries={{ ...of.counts, total: of.rows }} of="none" nameOf={(state) => stateName(of.channel, state)} />
      </Table.Td>
      <Table.Td ta="right" className="lw-figures">
        {number(of.planned)}
      </Table.Td>
      <Figure value={of.rows} wrong={lost} />
      <Figure value={of.twice} wrong={of.twice > 0} />
      <Figure value={of.stuck} wrong={of.stuck > 0} />
      <Figure value={of.resent} wrong={false} />
    </Table.Tr>
  )
}

function Figure({ value, wrong }: { value: number; wrong: boolean }) {
  return (
    <Table.Td ta="right" className={`lw-figures ${wrong ? 'lw-red' : ''}`} fw={wrong ? 700 : undefined}>
      {number(value)}
    </Table.Td>
  )
}
