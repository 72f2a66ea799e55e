// The settings of support as the form holds them, and as they are sent.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OrderPreview, PutSupportSettings, SupportSettingsView } from '../../../../server/src/support/settings/settings.contract.ts'
import { get, request } from '../../ui/api.ts'

export type View = SupportSettingsView
export type Sent = PutSupportSettings
export type Weights = View['weights']
export const weightGroups = ['severity', 'tier', 'vulnerability', 'mood', 'reason'] as const
export const days = [1, 2, 3, 4, 5, 6, 7] as const

export const settingsKey = ['support-settings'] as const
export const useSupportSettings = (enabled: boolean) =>
  useQuery({ queryKey: settingsKey, queryFn: ({ signal }) => get<View>('/api/support/settings', signal), enabled })

/** The first ten with these weights; what was there stays on screen while the next is worked out. */
export const useOrder = (weights: Weights) =>
  useQuery({
    queryKey: ['support-order', weights],
    queryFn: ({ signal }) => request<OrderPreview>('POST', '/api/support/settings/order', { body: { weights }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export type Given = Pick<View, 'weights' | 'targets' | 'acknowledge' | 'assignItself' | 'assistant' | 'assistantPhrases'> & {
  linkPercent: number | string
  offerAfterMinutes: number | string
  zone: string
  days: Record<string, string>
  closed: string
}

export const givenOf = ({ weights, targets, acknowledge, assignItself, assistant, assistantPhrases, linkItselfAt, offerAfterMinutes, hours }: View): Given => ({
  ...{
    weights,
    targets,
    acknowledge,
    assignItself,
    assistant,
    assistantPhrases,
    offerAfterMinutes,
    linkPercent: Math.round(linkItselfAt * 100),
    zone: hours.zone,
  },
  days: Object.fromEntries(days.map((day) => [day, (hours.days[day] ?? []).map((block) => block.join('-')).join(', ')])),
  closed: hours.closed.join('\n'),
})

/** @returns undefined where it is no list of blocks */
export function blocksOf(text: string): [string, string][] | undefined {
  const blocks = text
    .split(',')
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block) => /^(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})$/.exec(block))
  if (blocks.some((found) => found === null)) return undefined
  return blocks.map((found) => [(found?.[1] ?? '').padStart(5, '0'), (found?.[2] ?? '').padStart(5, '0')])
}

export const isRight = (given: Given): boolean => days.every((day) => blocksOf(given.days[day] ?? '') !== undefined)

export const asSent = (given: Given, revision: number): Sent => ({
  revision,
  weights: given.weights as Sent['weights'],
  targets: given.targets as Sent['targets'],
  hours: {
    zone: given.zone.trim(),
    days: Object.fromEntries(days.flatMap((day) => ((given.days[day] ?? '').trim() ? [[day, blocksOf(given.days[day] ?? '') ?? []]] : []))),
    closed: given.closed.split(/\s+/).filter(Boolean),
  },
  ...{ acknowledge: given.acknowledge, assignItself: given.assignItself },
  linkItselfAt: Number(given.linkPercent) / 100,
  offerAfterMinutes: Number(given.offerAfterMinutes),
  assistant: given.assistant,
  assistantPhrases: given.assistantPhrases,
})
