import { Alert, Code, Modal, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { InboundMail } from '../../../../server/src/communicate/inbound/inbound.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { kindText } from './kind.ts'
import { reasonText } from '../suppressions/reason.ts'

/** One mail as text: whatever it holds, nothing of it runs or is fetched. */
export function InboundMailDialog({ id, close }: { id: number; close: () => void }) {
  const mail = useQuery({ queryKey: ['inbound', id], queryFn: ({ signal }) => get<InboundMail>(`/api/inbound/mails/${id}`, signal) })
  return (
    <Modal opened onClose={close} size="xl" title={mail.data?.subject || t('inbound.noSubject')}>
      <Loaded query={mail}>
        {({ route, error, found, headers, text }) => (
          <Stack>
            <Text size="sm">{kindText(route)}</Text>
            {error && <Alert color="amber">{error}</Alert>}
            {found && found.recipients.length > 0 && (
              <div>
                <Title order={3} size="sm">
                  {t('inbound.found')}
                </Title>
                {found.recipients.map((recipient) => (
                  <Text key={recipient.address} size="sm" className="lw-clip">
                    {recipient.address}: {reasonText(recipient.reason)} {recipient.status ?? ''} ({recipient.hard ? t('inbound.hard') : t('inbound.soft')})
                  </Text>
                ))}
              </div>
            )}
            <div>
              <Title order={3} size="sm">
                {t('inbound.text')}
              </Title>
              <Code block>{text}</Code>
            </div>
            <div>
              <Title order={3} size="sm">
                {t('inbound.headers')}
              </Title>
              <Code block>{headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</Code>
            </div>
          </Stack>
        )}
      </Loaded>
    </Modal>
  )
}
