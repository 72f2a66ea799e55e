// What a process needs for mentions: who reads them, and the lines that carry the answers, over the same sessions.
import { createBlueskyReplies } from '@leeward/bluesky/replies'
import { createSessions } from '@leeward/bluesky/sessions'
import { createMastodonReplies } from '@leeward/mastodon/replies'
import type { Line } from '../../communicate/deliveries/line.ts'
import { mostAnswer } from '../../detect/asked/ask.ts'
import type { Config } from '../../platform/config/config.ts'
import { onThisMachine } from '../../platform/outgoing/on-this-machine.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import { createReader, type Reader } from './reader.ts'
import { blueskyReplies, mastodonReplies } from './social.lines.ts'

export function createSocial(config: Pick<Config, 'outgoingAllow' | 'demo'>): { read: Reader; lines: Line<never>[] } {
  const outgoing = createOutgoing({ allow: config.outgoingAllow, timeoutMs: 10_000, largestAnswer: mostAnswer })
  const call = config.demo ? onThisMachine(outgoing) : outgoing
  const sessions = createSessions(call)
  return {
    read: createReader(call, sessions),
    lines: [mastodonReplies(createMastodonReplies(call)), blueskyReplies(createBlueskyReplies(sessions))] as unknown as Line<never>[],
  }
}
