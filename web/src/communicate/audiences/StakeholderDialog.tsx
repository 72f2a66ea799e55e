import { Button, Group, Modal, MultiSelect, NativeSelect, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { PutStakeholder, StakeholderView } from '../../../../server/src/communicate/stakeholders/stakeholders.contract.ts'
import { usePlaybooks } from '../../prepare/playbooks/playbook.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { stakeholderKinds, stakeholdersKey } from './audiences.ts'

const fresh: PutStakeholder = {
  kind: 'executive',
  name: '',
  organisation: null,
  email: '',
  locale: 'en',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  brand: null,
  leastSeverity: 2,
  crisisKinds: null,
  owner: null,
  note: null,
}

/** Who it is, what they are told, and by whom. */
export function StakeholderDialog({ stakeholder, close }: { stakeholder: StakeholderView | undefined; close: () => void }) {
  const [given, setGiven] = useState<PutStakeholder>(stakeholder ? { ...stakeholder, owner: stakeholder.owner?.id ?? null } : fresh)
  const people = useQuery({ queryKey: ['people'], queryFn: ({ signal }) => get<{ id: string; name: string }[]>('/api/people', signal) })
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => get<{ slug: string; name: string }[]>('/api/brands', signal) })
  const kinds = [...new Set((usePlaybooks().data ?? []).flatMap((playbook) => playbook.kinds))]
  const put = (part: Partial<PutStakeholder>) => setGiven((before) => ({ ...before, ...part }))
  const save = useWrite<unknown, PutStakeholder>({
    method: stakeholder ? 'PUT' : 'POST',
    path: stakeholder ? `/api/stakeholders/${stakeholder.id}` : '/api/stakeholders',
    touches: [stakeholdersKey],
    done: t('audiences.savedOne', { name: given.name }),
    after: close,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...given, organisation: given.organisation || null, note: given.note || null })
  }
  return (
    <Modal opened onClose={close} title={stakeholder ? t('audiences.changeOne', { name: stakeholder.name }) : t('stakeholders.addTitle')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <NativeSelect
            label={t('stakeholders.kind')}
            data={stakeholderKinds.map((value) => ({ value, label: tOf('stakeholder', value) }))}
            value={given.kind}
            onChange={(event) => put({ kind: event.currentTarget.value as PutStakeholder['kind'] })}
          />
          <TextInput
            label={t('stakeholders.name')}
            required
            maxLength={200}
            value={given.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
            data-autofocus
          />
          <TextInput
            label={t('stakeholders.organisation')}
            maxLength={200}
            value={given.organisation ?? ''}
            onChange={(event) => put({ organisation: event.currentTarget.value })}
          />
          <TextInput
            label={t('stakeholders.email')}
            type="email"
            required
            value={given.email}
            onChange={(event) => put({ email: event.currentTarget.value })}
          />
          <Group grow align="flex-start">
            <TextInput
              label={t('templates.locale')}
              description={t('templates.localeHint')}
              value={given.locale}
              onChange={(event) => put({ locale: event.currentTarget.value })}
            />
            <TextInput
              label={t('stakeholders.timeZone')}
              description={t('stakeholders.timeZoneHint')}
              value={given.timeZone}
              onChange={(event) => put({ timeZone: event.currentTarget.value })}
            />
          </Group>
          <NativeSelect
            label={t('stakeholders.told')}
            data={([1, 2, 3, 4] as const).map((severity) => ({ value: String(severity), label: t('stakeholders.severity', { severity }) }))}
            value={String(given.leastSeverity)}
            onChange={(event) => put({ leastSeverity: Number(event.currentTarget.value) })}
          />
          <MultiSelect
            label={t('stakeholders.kinds')}
            description={t('stakeholders.kindsHint')}
            searchable
            data={kinds.map((value) => ({ value, label: tOf('kind', value) }))}
            value={given.crisisKinds ?? []}
            onChange={(values) => put({ crisisKinds: values.length > 0 ? (values as NonNullable<PutStakeholder['crisisKinds']>) : null })}
          />
          <Select
            label={t('templates.brand')}
            placeholder={t('templates.allBrands')}
            clearable
            data={(brands.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
            value={given.brand}
            onChange={(brand) => put({ brand })}
          />
          <Select
            label={t('stakeholders.owner')}
            clearable
            searchable
            data={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={given.owner}
            onChange={(owner) => put({ owner })}
          />
          <Textarea
            label={t('stakeholders.note')}
            maxLength={1_000}
            minRows={1}
            value={given.note ?? ''}
            onChange={(event) => put({ note: event.currentTarget.value })}
          />
          <ErrorNote error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('templates.saveNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
