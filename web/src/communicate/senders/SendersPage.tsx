import { Paper, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SenderView } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { Addresses } from './Addresses.tsx'
import { Findings } from './Findings.tsx'
import { Keys } from './Keys.tsx'
import { sendersKey } from './senders.ts'
import styles from './Senders.module.css'

/** The domains that mails come from, each with what receivers see, its keys and its addresses. */
export function SendersPage() {
  const senders = useQuery({ queryKey: sendersKey, queryFn: ({ signal }) => get<SenderView[]>('/api/senders', signal) })
  return (
    <Page title={t('senders.title')} lead={t('senders.lead')} size={900}>
      <Loaded query={senders}>
        {(all) =>
          all.length === 0 ? (
            <Paper>
              <Empty title={t('senders.none')} text={t('senders.noneText')} />
            </Paper>
          ) : (
            <Stack gap="xl">
              {all.map((sender) => (
                <section key={sender.domain} aria-label={sender.domain}>
                  <h2 className={styles.domain}>{sender.domain}</h2>
                  <Stack gap="sm">
                    <Findings domain={sender.domain} />
                    <Keys sender={sender} />
                    <Addresses brands={sender.brands} />
                  </Stack>
                </section>
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}
