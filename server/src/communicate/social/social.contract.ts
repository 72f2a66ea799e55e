import { z } from 'zod'

/** Where a post in public goes: two that we post to, and what a person copies into others. */
export const networks = ['bluesky', 'mastodon', 'short', 'long'] as const
export const SocialPost = z.object({
  network: z.enum(networks).describe('short: for networks such as X; long: for those such as LinkedIn'),
  text: z.string(),
  length: z.number().int().describe('as this network counts'),
  most: z.number().int().describe('how long it may be there; an instance of Mastodon may allow more'),
  left: z.array(z.string()).describe('parts that found no place'),
  cut: z.array(z.string()).describe('parts of which only the beginning stands there'),
})
