import { Input, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useId } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { AccountFields } from './AccountFields.tsx'
import { asKind, type Given, isPublic, type Wrong } from './written.ts'

const channels = ['webhook', 'slack', 'teams', 'bluesky', 'mastodon'] as const

/** What it is, and where: a webhook, a room of Slack by a webhook or a bot, a room of Teams, or an account in public. */
export function AddressFields({ given, set, wrong }: { given: Given; set: (part: Partial<Given>) => void; wrong: Wrong }) {
  const { channel, by } = given
  return (
    <>
      <NativeSelect
        label={t('endpoints.kind')}
        data={channels.map((value) => ({ value, label: tOf('endpoints.kind', value) }))}
        value={channel}
        onChange={(event) => set(asKind(event.currentTarget.value as (typeof channels)[number], given))}
      />
      {channel === 'slack' && (
        <Choice label={t('endpoints.slackBy')} words="endpoints.slackBy" values={['url', 'token'] as const} value={by} onChange={(next) => set({ by: next })} />
      )}
      {isPublic(channel) ? (
        <AccountFields channel={channel} given={given} set={set} wrong={wrong} />
      ) : channel === 'slack' && by === 'token' ? (
        <>
          <TextInput
            type="password"
            autoComplete="off"
            required
            label={t('endpoints.token')}
            description={t('endpoints.tokenHint')}
            maxLength={300}
            value={given.token}
            error={wrong.token}
            onChange={(event) => set({ token: event.currentTarget.value })}
          />
          <TextInput
            required
            label={t('endpoints.room')}
            description={t('endpoints.roomHint')}
            maxLength={100}
            value={given.room}
            error={wrong.room ?? wrong.url}
            onChange={(event) => set({ room: event.currentTarget.value })}
          />
        </>
      ) : (
        <TextInput
          type="url"
          required
          data-autofocus
          label={tOf('endpoints.url', channel)}
          description={tOf('endpoints.urlHint', channel)}
          maxLength={2_000}
          value={given.url}
          error={wrong.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
      )}
    </>
  )
}

type Words = 'endpoints.kind' | 'endpoints.slackBy'
function Choice<Value extends string>({
  label,
  words,
  values,
  value,
  onChange,
}: {
  label: string
  words: Words
  values: readonly Value[]
  value: Value
  onChange: (value: Value) => void
}) {
  const id = useId()
  return (
    <div>
      <Input.Label id={id} labelElement="div" mb={4}>
        {label}
      </Input.Label>
      <SegmentedControl
        fullWidth
        role="radiogroup"
        aria-labelledby={id}
        data={values.map((each) => ({ value: each, label: (tOf as (words: string, value: string) => string)(words, each) }))}
        value={value}
        onChange={(next) => onChange(next as Value)}
      />
    </div>
  )
}
