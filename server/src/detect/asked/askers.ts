// Who is asked how, over the guard of all calls to the outside.
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import type { SourceSettings } from '../signals/source-settings.contract.ts'
import { type Asked, type Asking, mostAnswer } from './ask.ts'
import { createBlueskyAsker } from './bluesky.ask.ts'
import { askFeed, type FeedPlace } from './feed.ask.ts'
import { askMastodon } from './mastodon.ask.ts'
import type { Place } from './walk-down.ts'

type AnyPlace = Place | FeedPlace
export type Ask = (asking: Omit<Asking<SourceSettings, AnyPlace>, 'call'>) => Promise<Asked<AnyPlace>>

export function createAskers({ allow, timeoutMs = 10_000 }: { allow: string[]; timeoutMs?: number }): Ask {
  const call = createOutgoing({ allow, timeoutMs, largestAnswer: mostAnswer })
  // A feed says itself in which encoding it is.
  const bytes = createOutgoing({ allow, timeoutMs, largestAnswer: mostAnswer, encoding: 'latin1' })
  const bluesky = createBlueskyAsker(call)
  return async ({ settings, ...asking }) => {
    switch (settings.kind) {
      case 'feed':
        return askFeed({ ...asking, settings, call: bytes })
      case 'mastodon':
        return askMastodon({ ...asking, settings, call })
      case 'bluesky':
        return bluesky({ ...asking, settings })
      default:
        throw new Error('Mails come by themselves.')
    }
  }
}
