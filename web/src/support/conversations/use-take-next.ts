import { notifications } from '@mantine/notifications'
import { t, tn } from '../../strings/t.ts'
import { announce } from '../../ui/Announcer.tsx'
import { useWrite, type Write } from '../../ui/use-write.ts'
import { conversationsKey, useCounts } from './conversations.ts'

export type TakeNext = { write: Write<void>; take: () => void }

/** Takes the first of the queue that I can answer, and opens it; where there is none it says so, and whether others wait. */
export function useTakeNext(go: (id: number) => void): TakeNext {
  const { data: counts } = useCounts()
  const write = useWrite<{ id: number | null }>({
    path: '/api/conversations/next',
    touches: [conversationsKey],
    after: ({ id }) => {
      if (id === null) {
        const others = counts?.queue ?? 0
        return notifications.show({ message: others > 0 ? tn('inbox.noneForYou', others) : t('inbox.nobodyWaits'), color: others > 0 ? 'amber' : 'green' })
      }
      announce(t('inbox.took', { id }))
      go(id)
    },
  })
  const take = () => {
    if (!write.isPending) write.mutate()
  }
  return { write: write as Write<void>, take }
}
