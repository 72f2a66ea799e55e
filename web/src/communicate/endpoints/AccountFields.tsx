import { Alert, Text, TextInput } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import type { Given, Wrong } from './written.ts'

type Shown = { channel: 'bluesky' | 'mastodon'; given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }

/** A public account: where it lives, what it is called, what lets us post; and that this is in public. */
export function AccountFields({ channel, given, set, wrong }: Shown) {
  const [secret, label, hint] =
    channel === 'bluesky'
      ? (['password', t('endpoints.password'), t('endpoints.passwordHint')] as const)
      : (['token', t('endpoints.accessToken'), t('endpoints.accessTokenHint')] as const)
  return (
    <>
      <Alert color="amber" title={t('endpoints.public')}>
        <Text size="sm">{t('endpoints.publicText')}</Text>
      </Alert>
      <TextInput
        type="url"
        required
        label={t('endpoints.service')}
        description={tOf('endpoints.serviceHint', channel)}
        maxLength={2_000}
        value={given.service}
        error={wrong.service ?? wrong.url}
        onChange={(event) => set({ service: event.currentTarget.value })}
      />
      <TextInput
        required
        autoComplete="off"
        label={t('endpoints.handle')}
        description={tOf('endpoints.handleHint', channel)}
        maxLength={300}
        value={given.handle}
        error={wrong.handle}
        onChange={(event) => set({ handle: event.currentTarget.value })}
      />
      <TextInput
        type="password"
        autoComplete="off"
        required
        label={label}
        description={hint}
        maxLength={300}
        value={given[secret]}
        error={wrong[secret]}
        onChange={(event) => set({ [secret]: event.currentTarget.value })}
      />
    </>
  )
}
