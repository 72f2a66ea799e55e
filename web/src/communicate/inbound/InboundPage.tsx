import { Badge, Select, Stack, Table, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { InboundMailView } from '../../../../server/src/communicate/inbound/inbound.contract.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { kinds, kindText } from './kind.ts'
import { InboundMailDialog } from './InboundMailDialog.tsx'
import { Providers } from './Providers.tsx'

/** Every mail that came back, and who reports to us. */
export function InboundPage() {
  const [route, setRoute] = useState<string | null>(null)
  const [open, setOpen] = useState<number>()
  const list = useList<InboundMailView>(['inbound'], '/api/inbound/mails', { route: route ?? undefined, limit: 50 })
  return (
    <Page title={t('inbound.title')} lead={t('inbound.lead')}>
      <Stack gap="md">
        <Select
          label={t('inbound.filter')}
          placeholder={t('inbound.filter.all')}
          clearable
          maw={260}
          data={kinds.map((value) => ({ value, label: kindText(value) }))}
          value={route}
          onChange={setRoute}
        />
        <Listed list={list} empty={<Empty title={t('inbound.empty')} text={t('inbound.emptyText')} />}>
          {(mails) => <Mails mails={mails} open={setOpen} />}
        </Listed>
        <Providers />
      </Stack>
      {open !== undefined && <InboundMailDialog id={open} close={() => setOpen(undefined)} />}
    </Page>
  )
}

function Mails({ mails, open }: { mails: InboundMailView[]; open: (id: number) => void }) {
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('inbound.received')}</Table.Th>
            <Table.Th>{t('inbound.filter')}</Table.Th>
            <Table.Th>{t('inbound.from')}</Table.Th>
            <Table.Th>{t('inbound.subject')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {mails.map(({ id, receivedAt, route, state, sender, subject, error }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Moment at={receivedAt} />
              </Table.Td>
              <Table.Td>
                {route === 'unparseable' ? <Badge color="amber">{kindText(route)}</Badge> : kindText(route)}
                {state === 'failed' && (
                  <Badge color="red" title={error ?? undefined}>
                    {t('inbound.failed')}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td className="lw-clip">{sender}</Table.Td>
              <Table.Td className="lw-clip">
                <UnstyledButton onClick={() => open(id)} aria-label={t('inbound.open', { subject: subject || t('inbound.noSubject') })} td="underline">
                  {subject || t('inbound.noSubject')}
                </UnstyledButton>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
