// How the channels stand: asked again every second while a test is on its way, so that its end is seen.
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ChannelsView, ChannelView, ProofView } from '../../../../server/src/communicate/proofs/proofs.contract.ts'
import { en } from '../../strings/en.ts'
import { type Key, t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { number } from '../../ui/format.ts'

export type Proof = z.output<typeof ProofView>
type Channels = z.output<typeof ChannelsView>
export const channelsKey = ['channels'] as const

export const useChannels = () =>
  useQuery({
    queryKey: channelsKey,
    queryFn: ({ signal }) => get<Channels>('/api/channels', signal),
    refetchInterval: ({ state }) => (state.data?.channels.some(({ last: [newest] }) => newest && moves(newest)) ? 1_000 : 60_000),
  })

/** A test that began within the last minute may still come back; what was lost is not waited for. */
const moves = ({ state, sentAt }: Proof) => (state === 'sending' || state === 'accepted') && Math.abs(Date.now() - Date.parse(sentAt)) < 60_000

export const keyOf = ({ channel, provider, endpointId }: ChannelView) => `${channel} ${provider} ${endpointId}`

/** A channel in words; one that has none yet is shown as it is. */
export const channelText = (channel: string): string =>
  Object.hasOwn(en, `channel.${channel}`) ? (t as (key: Key) => string)(`channel.${channel}` as Key) : channel

export const wayName = ({ channel, name }: ChannelView): string => (name === '' ? channelText(channel) : `${channelText(channel)}, ${name}`)

/** 120 ms, 1.4 s: how long a test took. */
export const tookText = (milliseconds: number): string =>
  milliseconds < 1_000 ? t('took.milliseconds', { count: number(milliseconds) }) : t('took.seconds', { count: number(Math.round(milliseconds / 100) / 10) })

/** What came of a test, in a few words: its time where it has one. */
export const proofText = ({ state, milliseconds }: Proof): string =>
  milliseconds === null || state === 'failed' || state === 'late' ? t(`proof.${state}`) : tookText(milliseconds)
