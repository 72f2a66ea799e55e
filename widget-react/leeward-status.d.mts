import type { CSSProperties, ReactElement } from 'react'

export type LeewardStatusProps = {
  /** Where the status pages are: https://status.example */
  src: string
  /** The brand's slug. */
  brand: string
  /** A language such as de or pt-BR; else the page's, else the browser's. */
  locale?: string
  /** Else what the visitor's system has. */
  theme?: 'light' | 'dark'
  /** Ids or names of components: the banner and the help then speak of incidents that hurt one of them. */
  service?: string | string[]
  /** false: only the banner. */
  help?: boolean
  /** Where “Am I affected?” leads; else to the incident's page. */
  affected?: string
  /** Seconds between looks; 60 if not given, at least 15. */
  every?: number
  /** false: no button to the chat, also where the brand has one. */
  chat?: boolean
  /** The key of the account whose visitor it is, and what proves it (HMAC-SHA256 of it under the brand’s secret, in hex, worked out on your server): the chat is then theirs. */
  account?: string
  proof?: string
  /** For a policy that lets scripts in by nonce. */
  nonce?: string
  className?: string
  style?: CSSProperties
  id?: string
}

export function LeewardStatus(props: LeewardStatusProps): ReactElement
