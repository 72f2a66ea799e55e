// The widget for other pages, as files beside the status page: a script, its style for browsers that take none from a script, and what there is to say.
import { shortId } from '../api-v2.ts'
import { frame, frameLanguages } from '../../frame/strings.ts'
import { saidParts } from '../../frame/parts.ts'
import { impactOf, indicatorOf, isOver, statusOf, titleOf } from '../state.ts'
import type { Incident, Page, PageUpdate } from '../status-page.store.ts'
import { bannerRow, chosen, hiddenUpdates, helpPanel, keepLooking, make, startWidget, timeOf, widget } from './widget.client.ts'
import { chatFrom, chatPanel } from './widget.chat.ts'
import { cornerPanel } from './widget.corner.ts'
import type { WidgetIncident, WidgetState, WidgetWords } from './widget.contract.ts'
import { widgetStyle } from './widget.css.ts'

const named: (keyof WidgetWords)[] = [
  ...([
    'investigating',
    'identified',
    'monitoring',
    'resolved',
    'nextUpdate',
    'allWell',
    'someTrouble',
    'hurting',
    'bigTrouble',
    'under_maintenance',
    'statusPage',
  ] as const),
  ...(['subscribe', 'widgetHelp', 'widgetAffected', 'widgetRead', 'widgetHide', 'widgetClose', 'widgetAway', 'widgetChat', 'widgetChatAlone'] as const),
]
const wordsOf = (language: string): WidgetWords => Object.fromEntries(named.map((name) => [name, frame(language)[name]])) as WidgetWords

/** The same for every brand: it finds out from its own address whose it is. */
export const widgetScript = `(()=>{${[make, timeOf, chosen, hiddenUpdates, keepLooking, bannerRow, cornerPanel, helpPanel, chatFrom, chatPanel, startWidget, widget].map(String).join('\n')}
widget(${JSON.stringify(Object.fromEntries(frameLanguages.map((language) => [language, wordsOf(language)])))},${JSON.stringify(widgetStyle)})})()
`

export const widgetFiles = (page: Page): [path: string, type: string, body: string][] => [
  ['widget.js', 'text/javascript; charset=utf-8', widgetScript],
  ['widget.css', 'text/css; charset=utf-8', widgetStyle],
  ['widget.json', 'application/json; charset=utf-8', JSON.stringify(widgetState(page))],
]

export function widgetState(page: Page): WidgetState {
  const open = page.incidents.filter((incident) => !isOver(incident))
  const state = (
    {
      none: open.length > 0 ? 'someTrouble' : 'allWell',
      minor: 'someTrouble',
      major: 'hurting',
      critical: 'bigTrouble',
      maintenance: 'under_maintenance',
    } as const
  )[indicatorOf(page).indicator]
  return {
    name: page.name,
    locale: page.locale,
    state,
    page: '',
    notices: 'subscribe',
    chat: page.chat === true,
    incidents: open.slice(0, atMost).map((each) => incidentOf(page, each)),
  }
}
const atMost = 10

function incidentOf(page: Page, incident: Incident): WidgetIncident {
  const newest = incident.updates[0] as PageUpdate
  const hurt = incident.services.filter(({ degree }) => degree !== 'over').map(({ id }) => id)
  return {
    id: shortId(incident.id),
    update: shortId(newest.id),
    title: titleOf(incident),
    // What is open is not looked back on yet.
    phase: statusOf(incident) as WidgetIncident['phase'],
    impact: impactOf(incident),
    text: begun(saidParts(newest.parts, frame(page.locale), false)[0]?.text ?? ''),
    publishedAt: newest.publishedAt.toISOString(),
    nextUpdateAt: newest.nextUpdateAt?.toISOString() ?? null,
    link: `incidents/${incident.number}`,
    services: page.services.filter(({ id }) => hurt.includes(id)).map(({ id, name }) => ({ id: shortId(id), name })),
  }
}

/** Up to the last whole word that fits; letters are counted as readers see them. */
const begun = (text: string): string => {
  const letters = [...text]
  return letters.length <= 300
    ? text
    : `${letters
        .slice(0, 300)
        .join('')
        .replace(/\s+\S*$/, '')}…`
}
