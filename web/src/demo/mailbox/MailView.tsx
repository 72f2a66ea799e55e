import { Button, Paper, Stack, Table, Tabs, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Mail } from '../../../../server/src/demo/mailbox.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { atDayTime } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import styles from './Mailbox.module.css'

/** One message as its reader sees it; its HTML runs in a sandbox without scripts. */
export function MailView({ id, back }: { id: number; back: () => void }) {
  const query = useQuery({ queryKey: ['mailbox', 'one', id], queryFn: ({ signal }) => get<Mail>(`/api/mailbox/${id}`, signal) })
  return (
    <Paper p="md">
      <Loaded query={query}>
        {(mail) => (
          <Stack gap="sm">
            <Button className={styles.back} variant="default" size="xs" onClick={back} style={{ alignSelf: 'flex-start' }}>
              {t('mail.back')}
            </Button>
            <Title order={2}>{mail.subject}</Title>
            <Text size="sm" c="dimmed" className="lw-clip">
              {t('mail.from')}: {mail.from}
              <br />
              {t('mail.to')}: {mail.recipient}
              <br />
              {t('mail.at')}: {atDayTime(mail.receivedAt)}
            </Text>
            <Tabs defaultValue={mail.html === null ? 'text' : 'html'} keepMounted={false}>
              <Tabs.List>
                {mail.html !== null && <Tabs.Tab value="html">{t('mail.html')}</Tabs.Tab>}
                <Tabs.Tab value="text">{t('mail.text')}</Tabs.Tab>
                <Tabs.Tab value="headers">{t('mail.headers')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="html" pt="sm">
                <iframe
                  sandbox="allow-popups allow-popups-to-escape-sandbox"
                  title={mail.subject}
                  srcDoc={linksOutside(mail.html ?? '')}
                  className="lw-frame"
                  style={{ height: '64vh' }}
                />
              </Tabs.Panel>
              <Tabs.Panel value="text" pt="sm">
                <Text size="sm" ff="monospace" className="lw-prewrap">
                  {mail.text}
                </Text>
              </Tabs.Panel>
              <Tabs.Panel value="headers" pt="sm">
                <Table verticalSpacing={3}>
                  <Table.Tbody>
                    {mail.headers.map(({ name, value }, i) => (
                      <Table.Tr key={`${name}/${i}`}>
                        <Table.Th w={180}>{name}</Table.Th>
                        <Table.Td className="lw-clip">{value}</Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Tabs.Panel>
            </Tabs>
          </Stack>
        )}
      </Loaded>
    </Paper>
  )
}

/** A link in a mail opens in a window of its own, as in any mail program; inside the frame it would lead nowhere. */
const linksOutside = (html: string) =>
  /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => `${head}<base target="_blank">`) : `<base target="_blank">${html}`
