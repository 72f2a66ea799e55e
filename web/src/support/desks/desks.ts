// Desks as they are typed, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { AddDesk, AddedDesk, DeskView } from '../../../../server/src/support/desks/desks.contract.ts'
import { get } from '../../ui/api.ts'

export type Desk = DeskView
export type Added = AddedDesk
export type Kind = AddDesk['kind']
export const kinds = ['zendesk', 'chatwoot', 'webhook'] as const satisfies readonly Kind[]
export const desksKey = ['desks'] as const
export const useDesks = (enabled: boolean) =>
  useQuery({ queryKey: desksKey, queryFn: ({ signal }) => get<Desk[]>('/api/desks', signal), refetchInterval: 5_000, enabled })

export type Given = {
  kind: Kind
  key: string
  name: string
  url: string
  account: string
  email: string
  token: string
  secret: string
  tellPriority: boolean
  bothWays: boolean
  perSecond: number | string
  paused: boolean
}
export const fields = ['key', 'name', 'url', 'account', 'email', 'token', 'secret', 'perSecond'] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

export const givenOf = (desk?: Desk): Given =>
  desk
    ? { ...desk, account: desk.account ?? '', email: desk.email ?? '', token: '', secret: '' }
    : {
        kind: 'zendesk',
        key: '',
        name: '',
        url: '',
        account: '',
        email: '',
        token: '',
        secret: '',
        tellPriority: true,
        bothWays: true,
        perSecond: 3,
        paused: false,
      }

/** What is empty is left out; of a change its kind and its key stay. */
export const asSent = ({ kind, key, name, url, account, email, token, secret, tellPriority, bothWays, perSecond, paused }: Given, change: boolean) => ({
  ...(change ? {} : { kind, key: key.trim() || kind }),
  ...{ name: name.trim(), url: url.trim(), tellPriority, bothWays, perSecond: Number(perSecond) || 3, paused },
  ...(kind === 'chatwoot' && account.trim() ? { account: account.trim() } : {}),
  ...(kind === 'zendesk' && email.trim() ? { email: email.trim() } : {}),
  ...(token.trim() ? { token: token.trim() } : {}),
  ...(secret.trim() ? { secret: secret.trim() } : {}),
})
