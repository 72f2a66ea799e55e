// What a post in public has no room for. Where nothing is posted in public, there is nothing to say.
import { frame } from '../../frame/strings.ts'
import { type Post, postsOf } from '../../social/post.ts'
import type { Parts } from '../../updates/updates.contract.ts'
import type { Linted, Rule } from '../linter.ts'

const names: Record<string, string> = { bluesky: 'Bluesky', mastodon: 'Mastodon' }

export const socialRules: Rule[] = [
  {
    id: 'social-cut',
    severity: 'warning',
    check: (linted) =>
      postsFor(linted).flatMap(({ network, most, cut, left }) => {
        const where = `The post on ${names[network]} holds ${most} characters`
        const [tooLong] = (['must', 'title'] as const).filter((part) => cut.includes(part))
        if (tooLong)
          return [
            { part: tooLong, sentence: `${where}: ${tooLong === 'must' ? 'what customers must do is' : 'the title is'} cut. Make title and duty shorter.` },
          ]
        return left.includes('next') ? [{ sentence: `${where}: title and duty leave no room for when you write again. Make them shorter.` }] : []
      }),
  },
  {
    id: 'social-left-out',
    severity: 'hint',
    check: (linted) =>
      postsFor(linted).flatMap(({ network, cut, left }) => {
        const missing = [...cut, ...left].filter((part) => !needed.includes(part)).map((part) => `“${frame('en')[part as keyof Parts & 'happened']}”`)
        return missing.length > 0 ? [{ sentence: `The post on ${names[network]} has no room for all of ${missing.join(', ')}. Its link leads to them.` }] : []
      }),
  },
]

/** What the other rule speaks of. */
const needed = ['title', 'must', 'next']

function postsFor({ draft, facts: { social } }: Linted): Post[] {
  if (!social || social.networks.length === 0 || !draft.parts.title?.trim()) return []
  const { phase, parts, nextUpdateAt, locale, zone } = draft
  return postsOf({ phase, parts, nextUpdateAt, locale, timeZone: zone, practice: false, link: social.link }).filter(({ network }) =>
    social.networks.includes(network),
  )
}
