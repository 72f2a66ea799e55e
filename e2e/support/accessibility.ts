// What breaks WCAG 2.2 AA on the screen that is open, as a machine finds it.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

const standard = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']

/** With the place where it does; `rules`: these alone. Frames stay out: in them runs no script, and what they show has its own screens. */
export async function violations(shown: Page, rules?: string[]): Promise<string[]> {
  await shown.evaluate(axe.source)
  // From its beginning: what the header covers half of, scrolled as it happens to be, is no finding.
  await shown.evaluate(() => window.scrollTo(0, 0))
  return shown.evaluate(
    async ({ standard, rules }) => {
      const runOnly = rules ? { type: 'rule' as const, values: rules } : standard
      const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false, runOnly })
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`),
      )
    },
    { standard, rules },
  )
}

/** By how many pixels the screen is wider than its window. */
export const tooWide = (shown: Page): Promise<number> => shown.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** The same in both colour schemes, each judged once every colour has changed. Between them nothing differs but colours, so that in the dark only those are judged. */
export async function violationsInBoth(shown: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await shown.waitForFunction(
      // Pages of customers have no switch of their own.
      (scheme) =>
        (document.documentElement.dataset.mantineColorScheme ?? scheme) === scheme &&
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      colorScheme,
    )
    await shown.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))))
    found.push(...(await violations(shown, colorScheme === 'dark' ? ['color-contrast'] : undefined)).map((each) => `${colorScheme}: ${each}`))
  }
  return found
}
