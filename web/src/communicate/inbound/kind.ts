import type { InboundMailView } from '../../../../server/src/communicate/inbound/inbound.contract.ts'
import { t } from '../../strings/t.ts'

type Kind = InboundMailView['route']
export const kinds: readonly Kind[] = ['bounce', 'complaint', 'auto-reply', 'reply', 'unparseable', 'other']

/** What an inbound mail is, in words. */
export const kindText = (kind: Kind): string => (kind === 'other' ? t('inbound.somethingElse') : t(`inbound.route.${kind}`))
