// Whether a text fits where it is to be said. It is never cut, and never spread over several posts: whoever writes it says it shorter.
import { fitsReply } from '@leeward/bluesky/replies'
import { lengthThere, mostOf } from './social.contract.ts'

/** `instance`: how long a post may be there, where it says so. */
export type Post = { network: 'mastodon' | 'bluesky'; handle: string; isPublic: boolean; instance: number | null }

/** What is wrong with it, in a sentence; undefined: it fits. */
export function fits(post: Post, text: string): string | undefined {
  const [length, most] = [lengthThere(post, text), mostOf(post.network, post.isPublic, post.instance)]
  const there = post.network === 'mastodon' ? 'Mastodon' : post.isPublic ? 'Bluesky' : 'A direct message on Bluesky'
  if (length > most) return `${there} takes ${most} characters, and this is ${length - most} too long. Say it shorter, or in two replies.`
  return post.network === 'bluesky' && !fitsReply(text, !post.isPublic) ? `${there} takes fewer signs of this kind: say it shorter.` : undefined
}
