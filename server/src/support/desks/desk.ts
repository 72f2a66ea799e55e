// A desk as those who call it see it; what a conversation's place in the queue means in the desk's own words.
import type { Agent, StandState } from './stand.ts'

export type DeskKind = 'zendesk' | 'chatwoot' | 'webhook'
/** `secret`: what signs its calls to us; `token`, `email`: what lets us in; `ours`: what signs our calls. */
export type DeskSecrets = { secret?: string | undefined; token?: string | undefined; email?: string | undefined; ours?: string | undefined }
/** `bothWays`: closing and who has it go both ways; left out: they do. */
export type DeskSettings = { url: string; account?: string | undefined; tellPriority: boolean; bothWays?: boolean | undefined }
export type Desk = {
  id: string
  key: string
  kind: DeskKind
  name: string
  brandId: string
  perSecond: number
  paused: boolean
  settings: DeskSettings
  secrets: DeskSecrets
}

/** Tags that we put there begin so; they are never taken for the desk's own. */
export const ownTag = 'leeward-'

/** What a desk is told of a conversation, whole. `minutes`: how much longer it counts as having waited. */
export type State = {
  conversation: string
  minutes: number
  parts: Record<string, number>
  place: number | null
  crisis: { number: string; title: string; link: 'linked' | 'suggested' } | null
  tags: string[]
  waitingSince: string | null
  state: StandState
  until: string | null
  agent: Agent | null
}

/** Half a day of waiting is urgent, three hours are high: as an agent of ours would see them stand in the queue. */
export function priorityOf(minutes: number): 'urgent' | 'high' | 'normal' {
  return minutes >= 720 ? 'urgent' : minutes >= 180 ? 'high' : 'normal'
}
/** @returns the tags that are to stand there: those of ours, and the crisis that it is linked to; the desk allows no spaces */
export const tagsThere = ({ tags, crisis }: Pick<State, 'tags' | 'crisis'>): string[] => [
  ...tags.map((tag) => tag.replaceAll(' ', '_')),
  ...(crisis?.link === 'linked' ? [`${ownTag}${crisis.number.toLowerCase()}`] : []),
]
