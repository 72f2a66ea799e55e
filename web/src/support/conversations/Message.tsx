import { Alert, Anchor, Badge, Menu } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { nameOf } from './ConversationLine.tsx'
import { type ConversationView, type MessageView, useAct } from './conversations.ts'
import { DeliveryNote } from './DeliveryNote.tsx'
import { Files } from './Files.tsx'
import { FormattedText } from './FormattedText.tsx'
import styles from './Inbox.module.css'

type Shown = { message: MessageView; conversation: ConversationView; splits: boolean; go: (id: number) => void }

/** Something that was written: by the customer, to them, or among us. */
export function Message({ message, conversation, splits, go }: Shown) {
  const { kind, author, writer, at, text, quoted, html, automatic, senderNote, files, post } = message
  const [formatted, setFormatted] = useState(false)
  const who = author ? (author.id === 'leeward' ? t('brand') : author.name) : writer ? (writer.name ?? writer.address) : nameOf(conversation)
  return (
    <article className={styles.message} data-kind={kind} aria-label={nameOfMessage[kind](who)}>
      <div className={styles.messageHead}>
        <b>{who}</b>
        {writer?.name && <span className={styles.faint}>{writer.address}</span>}
        {kind === 'note' && <Badge color="amber">{t('inbox.note')}</Badge>}
        {automatic && <Badge color="gray">{tOf('inbox.automatic', automatic)}</Badge>}
        <Moment at={at} />
        {post?.link && (
          <Anchor href={post.link} size="xs" target="_blank" rel="noreferrer noopener" underline="always">
            {t('inbox.post')}
          </Anchor>
        )}
        {post?.goneAt && <Badge color="gray">{t('inbox.postGone')}</Badge>}
        <Choices {...{ message, conversation, splits, go, formatted }} onFormatted={() => setFormatted(!formatted)} />
      </div>
      {senderNote && (
        <Alert color="amber" p="xs" mb={6} title={t('inbox.senderNote')}>
          {senderNote}
        </Alert>
      )}
      {formatted && html ? (
        <FormattedText html={html} path={`/api/conversations/${conversation.id}/messages/${message.id}`} />
      ) : (
        <div className="lw-prewrap">{text || <i>{t('inbox.noText')}</i>}</div>
      )}
      {quoted && !formatted && (
        <details className={styles.quoted}>
          <summary>{t('inbox.quoted')}</summary>
          <div className="lw-prewrap">{quoted}</div>
        </details>
      )}
      {files.length > 0 && <Files conversation={conversation.id} files={files} />}
      {message.delivery && <DeliveryNote conversation={conversation.id} message={message} />}
    </article>
  )
}

const nameOfMessage = {
  in: (name: string) => t('inbox.by.in', { name }),
  out: (name: string) => t('inbox.by.out', { name }),
  note: (name: string) => t('inbox.by.note', { name }),
}

type Chosen = Shown & { formatted: boolean; onFormatted: () => void }
function Choices({ message, conversation, splits, go, formatted, onFormatted }: Chosen) {
  const may = useMay('converse')
  const split = useAct<{ message: number }>(conversation.id, 'split', {
    after: ({ id }) => go(id),
    done: ({ id }) => t('inbox.splitDone', { id }),
  })
  const splittable = splits && may && conversation.state !== 'merged'
  if (!message.html && !splittable) return null
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <button type="button" className={styles.more} aria-label={t('inbox.more')}>
            ⋯
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {message.html && <Menu.Item onClick={onFormatted}>{t(formatted ? 'inbox.plain' : 'inbox.formatted')}</Menu.Item>}
          {splittable && <Menu.Item onClick={() => split.mutate({ message: message.id })}>{t('inbox.split')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      <ErrorNote error={split.error} />
    </>
  )
}
