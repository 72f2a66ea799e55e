// What is being sent in this crisis: asked again every few seconds while something moves, since single deliveries are no facts.
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { channels, DispatchesView, DispatchView } from '../../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { crisisKey, crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { useWrite } from '../../ui/use-write.ts'

export type Dispatches = z.output<typeof DispatchesView>
export type Dispatch = z.output<typeof DispatchView>
type ChannelName = (typeof channels)[number]
type Counts = Dispatch['counts']

/** Calls wait for people: they are looked at less often than what machines send. */
export const useDispatches = (crisisId: string) =>
  useQuery({
    queryKey: [...crisisKey(crisisId), 'dispatches'],
    queryFn: ({ signal }) => get<Dispatches>(crisisPath(crisisId, '/dispatches'), signal),
    refetchInterval: ({ state }) => {
      const running = state.data?.dispatches.filter((each) => each.state === 'running') ?? []
      return running.some(({ channel }) => channel !== 'call') ? 3_000 : running.length > 0 && 15_000
    },
  })

export const useSteer = (crisisId: string, updateId: string, how: 'pause' | 'resumption' | 'stop', done: string) =>
  useWrite<Dispatches>({ path: crisisPath(crisisId, `/dispatches/${encodeURIComponent(updateId)}/${how}`), touches: touched(crisisId), done })

/** A channel that is not known here keeps the name that the server gave it. */
const known: readonly string[] = ['email', 'sms', 'call', 'slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon', 'in-app'] satisfies ChannelName[]
const isKnown = (channel: string): channel is ChannelName => known.includes(channel)
export const channelName = (channel: string) => (isKnown(channel) ? tOf('sent', channel) : channel)
export const byChannel = (one: { channel: string }, other: { channel: string }) => known.indexOf(one.channel) - known.indexOf(other.channel)

/** Those that still wait for their turn, for an answer, or for a better moment. */
export const leftOf = ({ planned, queued, sending, deferred }: Counts) => planned + queued + sending + deferred
export const toldOf = ({ accepted, delivered }: Counts) => accepted + delivered

/** A state in the words of its channel: what a person calls is made, not sent. */
export function stateName(channel: string, state: keyof Counts): string {
  if (channel === 'call' && (state === 'planned' || state === 'deferred' || state === 'delivered' || state === 'bounced' || state === 'failed'))
    return tOf('callState', state)
  return tOf('delivery', state)
}

/** The counts as a bar shows them: what is next counts as planned, what arrived as accepted. */
export const barOf = ({ counts: { queued, delivered, ...counts }, total }: { counts: Counts; total: number }) => ({
  ...counts,
  total,
  planned: counts.planned + queued,
  accepted: counts.accepted + delivered,
})
