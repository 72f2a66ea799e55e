import { Button, Checkbox, Group, Modal, NumberInput, PasswordInput, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Added, asSent, type Desk, desksKey, fields, givenOf, type Kind, kinds } from './desks.ts'
import { ShownOnce } from './ShownOnce.tsx'

/** A desk is set up or changed; what is shown once is shown before the dialog goes. */
export function DeskDialog({ desk, close }: { desk?: Desk; close: () => void }) {
  const [given, setGiven] = useState(() => givenOf(desk))
  const [made, setMade] = useState<Added>()
  const write = useWrite<Added, ReturnType<typeof asSent>>({
    method: desk ? 'PUT' : 'POST',
    path: desk ? `/api/desks/${desk.id}` : '/api/desks',
    touches: [desksKey],
    done: ({ name }) => t(desk ? 'desks.changed' : 'desks.added', { name }),
    after: (answer) => (desk ? close() : setMade(answer)),
  })
  const wrong = fieldErrors(write.error, fields)
  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }))
  const { kind } = given
  const hint = (text: string) => (desk ? { description: text, placeholder: t('desks.kept') } : { description: text })
  if (made) return <ShownOnce made={made} close={close} />
  return (
    <Modal opened onClose={close} title={desk ? t('desks.changeOf', { name: desk.name }) : t('desks.add')} size="lg">
      <Stack>
        {!desk && (
          <SegmentedControl
            aria-label={t('desks.kind')}
            value={kind}
            onChange={(value) => set({ kind: value as Kind })}
            data={kinds.map((each) => ({ value: each, label: tOf('desks.kindOf', each) }))}
          />
        )}
        <TextInput
          label={t('desks.name')}
          required
          data-autofocus
          maxLength={80}
          value={given.name}
          error={wrong.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        {!desk && (
          <TextInput
            label={t('desks.key')}
            description={t('desks.keyHint')}
            placeholder={kind}
            maxLength={40}
            value={given.key}
            error={wrong.key}
            onChange={(event) => set({ key: event.currentTarget.value })}
          />
        )}
        <TextInput
          label={t('desks.url')}
          description={tOf('desks.urlOf', kind)}
          required
          type="url"
          value={given.url}
          error={wrong.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        {kind === 'chatwoot' && (
          <TextInput
            label={t('desks.account')}
            description={t('desks.accountHint')}
            required
            inputMode="numeric"
            value={given.account}
            error={wrong.account}
            onChange={(event) => set({ account: event.currentTarget.value })}
          />
        )}
        {kind === 'zendesk' && (
          <TextInput
            label={t('desks.email')}
            description={t('desks.emailHint')}
            required
            type="email"
            value={given.email}
            error={wrong.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
        )}
        {kind !== 'webhook' && (
          <>
            <PasswordInput
              label={t('desks.token')}
              {...hint('')}
              required={!desk}
              autoComplete="off"
              value={given.token}
              error={wrong.token}
              onChange={(event) => set({ token: event.currentTarget.value })}
            />
            <PasswordInput
              label={t('desks.secret')}
              {...hint(tOf('desks.secretHintOf', kind))}
              required={!desk && kind === 'zendesk'}
              autoComplete="off"
              value={given.secret}
              error={wrong.secret}
              onChange={(event) => set({ secret: event.currentTarget.value })}
            />
            <Checkbox label={t('desks.tellPriority')} checked={given.tellPriority} onChange={(event) => set({ tellPriority: event.currentTarget.checked })} />
          </>
        )}
        <Checkbox
          label={t('desks.bothWays')}
          description={t('desks.bothWaysHint')}
          checked={given.bothWays}
          onChange={(event) => set({ bothWays: event.currentTarget.checked })}
        />
        <NumberInput
          label={t('desks.perSecond')}
          min={0.1}
          max={50}
          value={given.perSecond}
          error={wrong.perSecond}
          onChange={(value) => set({ perSecond: value })}
          w={200}
        />
        <Checkbox label={t('desks.paused')} checked={given.paused} onChange={(event) => set({ paused: event.currentTarget.checked })} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={asSent(given, desk !== undefined)}
            disabled={given.name.trim() === '' || given.url.trim() === ''}
            quiet={Object.keys(wrong).length > 0}
            may="settings"
          >
            {desk ? t('save') : t('desks.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
