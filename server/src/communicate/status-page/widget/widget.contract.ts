// What the widget is told, in `widget.json`: what is open, in as few bytes as that takes. Links are relative to where the file lies.
import type { Indicator, IncidentStatus } from '../state.ts'

export type WidgetIncident = {
  id: string
  /** Of the newest word: who has put that one away sees the next one. */
  update: string
  title: string
  phase: Exclude<IncidentStatus, 'postmortem'>
  impact: Indicator
  /** The beginning of what was said last. */
  text: string
  publishedAt: string
  nextUpdateAt: string | null
  link: string
  services: { id: string; name: string }[]
}
export type WidgetState = {
  name: string
  locale: string
  state: 'allWell' | 'someTrouble' | 'hurting' | 'bigTrouble' | 'under_maintenance'
  page: string
  /** Where a visitor asks to be told; null where no server is behind the files. */
  notices: string | null
  /** Whether there is a chat: at `LANGUAGE/help/chat`. */
  chat: boolean
  incidents: WidgetIncident[]
}
/** The words of one language that the widget needs. */
export type WidgetWords = Record<
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'nextUpdate'
  | 'allWell'
  | 'someTrouble'
  | 'hurting'
  | 'bigTrouble'
  | 'under_maintenance'
  | 'statusPage'
  | 'subscribe'
  | 'widgetHelp'
  | 'widgetAffected'
  | 'widgetRead'
  | 'widgetHide'
  | 'widgetClose'
  | 'widgetAway'
  | 'widgetChat'
  | 'widgetChatAlone',
  string
>
