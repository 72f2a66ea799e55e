// What breaks WCAG 2.2 AA on the screen that is open, as a machine finds it.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const standard = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** With the place where it does. Frames stay out: in them runs no script, and what they show has its own screens. */
export async function violations(shown: Page): Promise<string[]> {
  await shown.evaluate(axe.source)
  return shown.evaluate(async (runOnly) => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false, runOnly })
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`),
    )
  }, standard)
}

/** By how many pixels the screen is wider than its window. */
export const tooWide = (shown: Page): Promise<number> => shown.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
