import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { AccountField } from './AccountField.tsx'
import { type ConversationView, conversationsKey } from './conversations.ts'

type Call = { channel: 'phone'; account?: string; address: string; writer?: string; subject: string; text: string; reply?: string }

/** A call that was taken is a conversation like the others: who called, what they said, what they were told. */
export function CallDialog({ about, close, done }: { about: ConversationView | undefined; close: () => void; done: (id: number) => void }) {
  const [account, setAccount] = useState<string | null>(about?.account?.key ?? null)
  const [given, setGiven] = useState({
    address: about?.channel === 'phone' ? about.address : '',
    writer: about?.writer ?? '',
    subject: '',
    text: '',
    reply: '',
  })
  const set = (part: Partial<typeof given>) => setGiven({ ...given, ...part })
  const write = useWrite<{ id: number }, Call>({
    path: '/api/conversations',
    touches: [conversationsKey],
    done: ({ id }) => t('inbox.callDone', { id }),
    after: ({ id }) => {
      close()
      done(id)
    },
  })
  const wrong = fieldErrors(write.error, ['account', 'address', 'writer', 'subject', 'text', 'reply'] as const)
  const body: Call = {
    ...{ channel: 'phone', address: given.address.trim(), subject: given.subject.trim(), text: given.text.trim() },
    ...(account ? { account } : {}),
    ...(given.writer.trim() ? { writer: given.writer.trim() } : {}),
    ...(given.reply.trim() ? { reply: given.reply.trim() } : {}),
  }
  return (
    <Modal opened onClose={close} title={t('inbox.logCall')} size="lg">
      <Stack>
        <AccountField
          label={t('inbox.callAccount')}
          hint={t('inbox.callAccountHint')}
          value={account}
          known={about?.account ?? undefined}
          error={wrong.account}
          onChange={setAccount}
        />
        <Group grow align="flex-start">
          <TextInput
            label={t('inbox.callNumber')}
            required
            maxLength={320}
            value={given.address}
            error={wrong.address}
            onChange={(event) => set({ address: event.currentTarget.value })}
            data-autofocus
          />
          <TextInput
            label={t('inbox.callName')}
            maxLength={200}
            value={given.writer}
            error={wrong.writer}
            onChange={(event) => set({ writer: event.currentTarget.value })}
          />
        </Group>
        <TextInput
          label={t('inbox.callSubject')}
          required
          maxLength={300}
          value={given.subject}
          error={wrong.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
        <Textarea
          label={t('inbox.callSaid')}
          required
          maxLength={20_000}
          value={given.text}
          error={wrong.text}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
        <Textarea
          label={t('inbox.callReply')}
          description={t('inbox.callReplyHint')}
          maxLength={20_000}
          value={given.reply}
          error={wrong.reply}
          onChange={(event) => set({ reply: event.currentTarget.value })}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={body} may="converse" disabled={!body.address || !body.subject || !body.text} quiet={Object.keys(wrong).length > 0}>
            {t('inbox.callKeep')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
