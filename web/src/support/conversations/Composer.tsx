import { Alert, Button, Group, SegmentedControl, Tabs, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useMay, useSession } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { isProblem } from '../../ui/problem.ts'
import { AttachButton, Attachments, NoFiles } from './Attachments.tsx'
import { type Kind, onCompose } from './composing.ts'
import { Meanwhile } from './Meanwhile.tsx'
import { MacroPicker } from '../macros/MacroPicker.tsx'
import { addressOf } from './ConversationLine.tsx'
import { type ConversationView, conversationsKey, useAct } from './conversations.ts'
import { type Attached, isEmpty, mentionedIn } from './draft.ts'
import styles from './Inbox.module.css'
import { NoteField } from './NoteField.tsx'
import { ReplyField } from './ReplyField.tsx'
import { leftOf, PublicWarning, ReplyLimit } from './ReplyLimit.tsx'
import { Suggestions } from './Suggestions.tsx'
import { newestOf, newsSince } from './thread.ts'
import { useAttaching } from './use-attaching.ts'
import { useDraft } from './use-draft.ts'
import { useDrop } from './use-drop.ts'
import type { Others } from './use-presence.ts'

type Shown = { conversation: ConversationView; others: Others; onWriting: (writing: boolean) => void }
const thens = ['waiting', 'closed', 'open'] as const
type Then = (typeof thens)[number]
const kinds = ['reply', 'note'] as const

const toWhom = ({ to, copies }: NonNullable<ConversationView['replyTo']>) => (copies.length === 0 ? to : t('inbox.inCopy', { to, copies: copies.join(', ') }))

/** Where one writes: to the customer, or among us. What is begun is kept; nobody answers past what the customer said, nor what a colleague answered. */
export function Composer({ conversation, others, onWriting }: Shown) {
  const { id, thread, channel, desk, social, replyTo } = conversation
  const goesOut = channel === 'email' || channel === 'chat' || desk || social?.answers === true
  const may = useMay('converse')
  const me = useSession().data?.id
  const client = useQueryClient()
  const [kind, setKind] = useState<Kind>('reply')
  const [then, setThen] = useState<Then>('waiting')
  const newest = newestOf(thread)
  const reply = useDraft('reply', id, newest)
  const note = useDraft('note', id, newest)
  const files = { reply: useAttaching(id, reply), note: useAttaching(id, note) }
  const attaching = kind === 'reply' && (desk || social?.answers) ? undefined : files[kind]
  const drop = useDrop(may ? attaching?.add : undefined)
  const field = useRef<HTMLTextAreaElement>(null)
  const sent = (what: string) => {
    announce(what)
    onWriting(false)
    // Out of the field, so that the next key is a command again.
    field.current?.blur()
    document.querySelector<HTMLElement>('[role="log"]')?.focus()
  }
  const send = useAct<{ text: string; seen: number; then: Then; files: string[] }>(id, 'replies', {
    after: () => {
      reply.clear()
      sent(t(goesOut ? 'inbox.sentDone' : 'inbox.keptDone'))
    },
  })
  const write = useAct<{ text: string; mentions: string[]; files: string[] }>(id, 'notes', {
    after: () => {
      note.clear()
      sent(t('inbox.notedDone'))
    },
  })
  const begin = useRef<(kind: Kind) => void>(() => {})
  begin.current = (wanted) => {
    // At once: what is typed next must stand in the field, and never be taken for commands.
    flushSync(() => setKind(wanted))
    field.current?.focus()
  }
  useEffect(() => onCompose((wanted) => begin.current(wanted)), [])
  if (!may) return null
  const news = isEmpty(reply.draft) ? undefined : newsSince(thread, reply.draft.seen, me)
  const tooLong = social?.answers === true && leftOf(social, reply.draft.text.trim()) < 0
  const busy = send.isPending || write.isPending
  const ready = !busy && !(attaching?.busy ?? false)
  const ids = (attached: Attached[]) => attached.map((file) => file.id)
  const submit = (closes = false) => {
    if (!ready) return
    if (kind === 'note' && note.draft.text.trim())
      write.mutate({ text: note.draft.text.trim(), mentions: mentionedIn(note.draft), files: ids(note.draft.files) })
    if (kind === 'reply' && reply.draft.text.trim() && !news && !tooLong)
      send.mutate({ text: reply.draft.text.trim(), seen: reply.draft.seen, then: closes ? 'closed' : then, files: ids(reply.draft.files) })
  }
  const writing = others.filter((other) => other.writing)
  const error = kind === 'reply' ? (isProblem(send.error) && send.error.code === 'changed-meanwhile' ? undefined : send.error) : write.error
  return (
    <section className={styles.composer} data-kind={kind} data-over={drop.over || undefined} aria-label={t('inbox.composer')} onPaste={drop.onPaste}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Tabs
          value={kind}
          onChange={(value) => setKind(kinds.find((each) => each === value) ?? 'reply')}
          variant="pills"
          activateTabWithKeyboard
          style={{ flexShrink: 0 }}
        >
          <Tabs.List>
            <Tabs.Tab value="reply">
              {t('inbox.reply')} <kbd className={styles.key}>r</kbd>
            </Tabs.Tab>
            <Tabs.Tab value="note">
              {t('inbox.note')} <kbd className={styles.key}>m</kbd>
            </Tabs.Tab>
          </Tabs.List>
        </Tabs>
        {kind === 'reply' && (
          <Text size="xs" c="dimmed" className={styles.to}>
            {t(desk ? 'inbox.toDesk' : channel === 'chat' ? 'inbox.toChat' : goesOut ? 'inbox.to' : 'inbox.toElse', {
              address: social?.handle ?? (replyTo ? toWhom(replyTo) : addressOf(conversation.address)),
              channel: tOf('inbox.channel', channel),
            })}
          </Text>
        )}
      </Group>
      {writing.length > 0 && kind === 'reply' && (
        <Alert color="amber" p="xs" role="status">
          {t('inbox.collision', { names: writing.map(({ person }) => person.name).join(', ') })}
        </Alert>
      )}
      {news && kind === 'reply' && <Meanwhile news={news} read={() => reply.seen(newest)} />}
      {kind === 'reply' && social && <PublicWarning social={social} />}
      {kind === 'reply' ? (
        <ReplyField field={field} draft={reply} submit={submit} onWriting={onWriting} />
      ) : (
        <NoteField field={field} draft={note} submit={submit} />
      )}
      {kind === 'reply' && social?.answers && <ReplyLimit social={social} text={reply.draft.text.trim()} />}
      {attaching ? <Attachments files={(kind === 'reply' ? reply : note).draft.files} attaching={attaching} /> : <NoFiles desk={Boolean(desk)} />}
      {kind === 'reply' && (
        <Suggestions
          text={[conversation.subject, thread.findLast((message) => message.kind === 'in')?.text ?? '', reply.draft.text].join('\n')}
          locale={conversation.language === 'und' ? 'en' : conversation.language}
          put={(words) => reply.change({ text: reply.draft.text ? `${reply.draft.text}\n\n${words}` : words })}
        />
      )}
      <ErrorNote error={error} />
      <Group justify="space-between" gap="xs">
        {kind === 'reply' ? (
          <SegmentedControl
            size="xs"
            aria-label={t('inbox.then')}
            value={then}
            onChange={(value) => setThen(thens.find((each) => each === value) ?? 'waiting')}
            data={thens.map((value) => ({ value, label: tOf('inbox.thenOf', value) }))}
          />
        ) : (
          <Text size="xs" c="dimmed">
            {t('inbox.noteHint')}
          </Text>
        )}
        <Group gap="xs">
          {attaching && <AttachButton attaching={attaching} />}
          {kind === 'reply' && (
            <MacroPicker
              conversation={id}
              {...(conversation.crisis ? { crisisId: conversation.crisis.id } : {})}
              used={() => void client.invalidateQueries({ queryKey: conversationsKey })}
            />
          )}
          <Button
            size="sm"
            color={kind === 'note' ? 'amber' : 'blue'}
            variant={kind === 'note' ? 'light' : 'filled'}
            loading={busy}
            disabled={!ready || (kind === 'reply' ? !reply.draft.text.trim() || news !== undefined || tooLong : !note.draft.text.trim())}
            onClick={() => submit()}
          >
            {t(kind === 'note' ? 'inbox.keepNote' : social?.public && social.answers ? 'inbox.sendPublic' : 'inbox.send')}{' '}
            <kbd className={styles.key}>Ctrl ↵</kbd>
          </Button>
        </Group>
      </Group>
    </section>
  )
}
