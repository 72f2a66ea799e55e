import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MailSummary } from '../../../../server/src/demo/mailbox.contract.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import styles from './Mailbox.module.css'
import { MailList } from './MailList.tsx'
import { MailView } from './MailView.tsx'

/** What the demo's customers received. */
export function MailboxPage() {
  const { mail } = useSearch({ from: '/mailbox' })
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const list = useList<MailSummary>(['mailbox'], '/api/mailbox', { search }, { everyMs: 5_000 })
  const choose = (id: number | undefined) => void navigate({ to: '/mailbox', search: id === undefined ? {} : { mail: id } })
  return (
    <Page title={t('mail.title')} lead={t('mail.lead')} size={1440}>
      <div className={styles.columns} data-open={mail !== undefined || undefined}>
        <div className={styles.list}>
          <TextInput
            type="search"
            aria-label={t('mail.search')}
            placeholder={t('mail.search')}
            leftSection={<Icon name="search" size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            mb="xs"
          />
          <Listed list={list} empty={<Empty title={t('mail.none')} text={t('mail.noneText')} />}>
            {(mails) => <MailList mails={mails} chosen={mail} choose={choose} />}
          </Listed>
        </div>
        <div className={styles.mail}>
          {mail === undefined ? <Empty title={t('mail.choose')} /> : <MailView key={mail} id={mail} back={() => choose(undefined)} />}
        </div>
      </div>
    </Page>
  )
}
