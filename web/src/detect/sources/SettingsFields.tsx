import { NumberInput, SimpleGrid, TagsInput, TextInput } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { type Given, usualBluesky, type Wrong } from './sources.ts'

type Props = { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }
const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[]

/** Which mails are its own, or what is asked, and how often; nothing for those who send. */
export function SettingsFields(props: Props) {
  const { given, set, wrong } = props
  switch (given.kind) {
    case 'mail':
      return <Addresses {...props} hint={t('sources.addressesHint')} />
    case 'mail-alerts':
      return (
        <>
          <Addresses {...props} hint={t('sources.addressesAlertsHint')} />
          <TextInput
            label={t('sources.subject')}
            description={t('sources.subjectHint')}
            inputWrapperOrder={order}
            maxLength={200}
            value={given.subject}
            error={wrong['settings.subject']}
            onChange={(event) => set({ subject: event.currentTarget.value })}
          />
          <Words label={t('sources.firing')} value={given.firing} error={wrong['settings.firing']} change={(firing) => set({ firing })} />
          <Words
            label={t('sources.resolved')}
            hint={t('sources.resolvedHint')}
            value={given.resolved}
            error={wrong['settings.resolved']}
            change={(resolved) => set({ resolved })}
          />
        </>
      )
    case 'feed':
      return (
        <>
          <TextInput
            type="url"
            required
            label={t('sources.feedUrl')}
            maxLength={2_000}
            value={given.url}
            error={wrong['settings.url']}
            onChange={(event) => set({ url: event.currentTarget.value })}
          />
          <Asked {...props} />
        </>
      )
    case 'mastodon':
    case 'bluesky':
      return (
        <>
          <TextInput
            required
            label={t('sources.search')}
            description={t(given.kind === 'mastodon' ? 'sources.searchHint.mastodon' : 'sources.searchHint.bluesky')}
            inputWrapperOrder={order}
            maxLength={200}
            value={given.search}
            error={wrong['settings.search']}
            onChange={(event) => set({ search: event.currentTarget.value })}
          />
          {given.kind === 'bluesky' && (
            <TextInput
              label={t('sources.handle')}
              description={t('sources.handleHint')}
              inputWrapperOrder={order}
              maxLength={253}
              value={given.handle}
              error={wrong['settings.handle']}
              onChange={(event) => set({ handle: event.currentTarget.value })}
            />
          )}
          <TextInput
            type="url"
            required={given.kind === 'mastodon'}
            label={t('sources.server')}
            placeholder={given.kind === 'mastodon' ? 'https://mastodon.social' : usualBluesky(given.handle)}
            maxLength={2_000}
            value={given.server}
            error={wrong['settings.server']}
            onChange={(event) => set({ server: event.currentTarget.value })}
          />
          <Asked {...props} />
        </>
      )
    default:
      return null
  }
}

const Addresses = ({ given, set, wrong, hint }: Props & { hint: string }) => (
  <Words label={t('sources.addresses')} hint={hint} value={given.addresses} error={wrong['settings.addresses']} change={(addresses) => set({ addresses })} />
)

const Asked = ({ given, set, wrong }: Props) => (
  <>
    <Words label={t('sources.ours')} hint={t('sources.oursHint')} value={given.ours} error={wrong['settings.ours']} change={(ours) => set({ ours })} />
    <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
      <NumberInput
        label={t('sources.every')}
        min={1}
        max={1_440}
        hideControls
        value={given.everyMinutes}
        error={wrong['settings.everySeconds']}
        onChange={(everyMinutes) => set({ everyMinutes })}
      />
    </SimpleGrid>
  </>
)

type Many = { label: string; hint?: string; value: string[]; error: string | undefined; change: (value: string[]) => void }
const Words = ({ label, hint, value, error, change }: Many) => (
  <TagsInput
    label={label}
    description={hint}
    inputWrapperOrder={order}
    splitChars={[',', ';', '\n']}
    acceptValueOnBlur
    maxTags={50}
    value={value}
    error={error}
    // What was pasted comes as one.
    onChange={(words) =>
      change([
        ...new Set(
          words
            .flatMap((word) => word.split(/[,;\n]/))
            .map((word) => word.trim())
            .filter(Boolean),
        ),
      ])
    }
  />
)
