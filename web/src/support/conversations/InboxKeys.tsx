import { notifications } from '@mantine/notifications'
import { t } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { useShortcuts } from '../../ui/use-shortcuts.ts'
import { useSession } from '../../platform/session.ts'
import { compose, openMacros, openSnooze } from './composing.ts'
import { type ConversationView, useAct } from './conversations.ts'
import { stepRow } from './rows.ts'

type Known = { conversation: ConversationView | undefined; take: () => void; back: () => void }

/** What a key was refused stands at no button: it is said in a corner of the screen. */
const sayWhy = (error: Error) => notifications.show({ message: error.message, color: 'red' })

/** The keys of the inbox; those of one conversation rest while none is open. */
export function InboxKeys({ conversation, take, back }: Known) {
  useShortcuts({ n: take, j: () => stepRow(1), k: () => stepRow(-1) })
  return conversation ? <OfOne key={conversation.id} conversation={conversation} back={back} /> : null
}

function OfOne({ conversation: { id, state, crisis }, back }: { conversation: ConversationView; back: () => void }) {
  const { data: me } = useSession()
  const assign = useAct<{ person: string | null }>(id, 'assignee', { after: () => announce(t('inbox.isYours')) })
  const put = useAct<{ state: 'open' | 'closed' }>(id, 'state', { done: (_, { state: to }) => t(to === 'closed' ? 'inbox.closedDone' : 'inbox.openedDone') })
  const link = useAct<{ crisisId: string }>(id, 'crisis', { after: () => announce(t('inbox.isLinked')) })
  useShortcuts({
    r: () => compose('reply'),
    m: () => compose('note'),
    t: openMacros,
    s: openSnooze,
    u: back,
    y: () => {
      if (crisis?.link === 'suggested') link.mutate({ crisisId: crisis.id }, { onError: sayWhy })
    },
    a: () => {
      if (me) assign.mutate({ person: me.id }, { onError: sayWhy })
    },
    e: () => {
      if (state !== 'merged') put.mutate({ state: state === 'closed' ? 'open' : 'closed' }, { onError: sayWhy })
    },
  })
  return null
}
