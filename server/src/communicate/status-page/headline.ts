import type { FrameStrings } from '../frame/strings.ts'
import { indicatorOf, isOver } from './state.ts'
import type { Page } from './status-page.store.ts'

/** What the first line says, and in which colour. */
export function stateOf(page: Page, words: FrameStrings): { tone: string; headline: string } {
  const { indicator } = indicatorOf(page)
  const open = page.incidents.some((incident) => !isOver(incident))
  if (indicator === 'none') return open ? { tone: 'minor', headline: words.someTrouble } : { tone: 'none', headline: words.allWell }
  return {
    tone: indicator,
    headline: { minor: words.someTrouble, major: words.hurting, critical: words.bigTrouble, maintenance: words.under_maintenance }[indicator],
  }
}
