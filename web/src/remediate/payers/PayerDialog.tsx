import { Button, Group, Modal, NumberInput, Select, Stack, TextInput, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { AddedPayer, PayerKind } from '../../../../server/src/remediate/execution/execution.contract.ts'
import type { BrandView } from '../../../../server/src/prepare/people/people.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type Payer, payerKinds, payersKey } from '../execution/payouts.ts'
import { complete, type Given, givenOf, sentOf } from './given.ts'

/** A payer is added or changed. What it signs in with goes in and is never shown; what signs our calls is shown once. */
export function PayerDialog({ payer, brands, close }: { payer?: Payer; brands: BrandView[]; close: () => void }) {
  const [given, setGiven] = useState<Given>(() => givenOf(payer, brands[0]?.slug ?? ''))
  const [secret, setSecret] = useState<string>()
  const put = (some: Partial<Given>) => setGiven((before) => ({ ...before, ...some }))
  const write = useWrite<z.output<typeof AddedPayer>, object>({
    method: payer ? 'PUT' : 'POST',
    path: payer ? `/api/payers/${encodeURIComponent(payer.id)}` : '/api/payers',
    touches: [payersKey],
    done: t(payer ? 'payers.changed' : 'payers.added'),
    after: (answer) => (answer.secret ? setSecret(answer.secret) : close()),
  })
  return (
    <Modal opened onClose={close} title={payer ? t('payers.changeTitle', { name: payer.name }) : t('payers.addTitle')}>
      {secret ? (
        <Stack>
          <SecretNote secret={secret} text={t('payers.secretText')} />
          <Group justify="flex-end">
            <Button data-autofocus onClick={close}>
              {t('close')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          {!payer && (
            <Select
              label={t('payers.kind')}
              data={payerKinds.map((kind) => ({ value: kind, label: tOf('payers.kind', kind) }))}
              allowDeselect={false}
              value={given.kind}
              onChange={(kind) => put({ kind: kind as PayerKind })}
            />
          )}
          <TextInput
            label={t('payers.name')}
            required
            data-autofocus
            maxLength={100}
            value={given.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
          {!payer && brands.length > 1 && (
            <Select
              label={t('payers.brand')}
              data={brands.map(({ slug, name }) => ({ value: slug, label: name }))}
              allowDeselect={false}
              value={given.brand}
              onChange={(brand) => put({ brand: brand ?? '' })}
            />
          )}
          <OfKind given={given} put={put} changing={payer !== undefined} />
          <Group justify="flex-end" align="flex-start">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <ActionButton write={write} body={sentOf(given, payer !== undefined)} may="settings" disabled={!complete(given, payer !== undefined)}>
              {t('save')}
            </ActionButton>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}

function OfKind({ given, put, changing }: { given: Given; put: (some: Partial<Given>) => void; changing: boolean }) {
  const field = (name: 'key' | 'hookSecret' | 'shop' | 'token' | 'url' | 'lookUp') => ({
    value: given[name],
    onChange: (event: { currentTarget: { value: string } }) => put({ [name]: event.currentTarget.value }),
    autoComplete: 'off',
    maxLength: 2_000,
  })
  const kept = changing ? { description: t('payers.keep') } : {}
  if (given.kind === 'stripe')
    return (
      <>
        <PasswordInput label={t('payers.key')} required={!changing} {...kept} {...field('key')} />
        <PasswordInput label={t('payers.hookSecret')} description={changing ? t('payers.keep') : t('payers.hookHint')} {...field('hookSecret')} />
      </>
    )
  if (given.kind === 'shopify')
    return (
      <>
        {!changing && <TextInput label={t('payers.shop')} required {...field('shop')} />}
        <PasswordInput label={t('payers.token')} required={!changing} {...kept} {...field('token')} />
        <NumberInput
          label={t('payers.remind')}
          min={1}
          max={365}
          allowDecimal={false}
          value={given.remindAfterDays ?? ''}
          onChange={(days) => put({ remindAfterDays: typeof days === 'number' ? days : null })}
        />
      </>
    )
  return (
    <>
      <TextInput label={t('payers.url')} required {...field('url')} />
      <TextInput label={t('payers.lookUp', { reference: '{reference}' })} description={t('payers.lookUpHint')} {...field('lookUp')} />
    </>
  )
}
