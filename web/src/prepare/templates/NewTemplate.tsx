import { Autocomplete, Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { usePlaybooks } from '../playbooks/playbook.ts'
import { phaseName } from './names.ts'
import { audiences, everyPlaybook, keyIn, languages, phases, searchOf } from './templates.ts'

/** For which playbook, phase, audience, language and brand; the words follow on its page. */
export function NewTemplate({ close }: { close: () => void }) {
  const playbooks = usePlaybooks()
  const brands = useQuery({ queryKey: ['brands'], queryFn: ({ signal }) => get<{ slug: string; name: string }[]>('/api/brands', signal) })
  const navigate = useNavigate()
  const [chosen, setChosen] = useState({ playbook: everyPlaybook, phase: 'holding', audience: 'customers', locale: 'de', brand: '' })
  const pick = (part: keyof typeof chosen) => (value: string | null) => setChosen((before) => ({ ...before, [part]: value ?? '' }))
  const right = /^[a-z]{2}(-[A-Z]{2})?$/.test(chosen.locale)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { brand, ...rest } = chosen
    void navigate({ to: '/templates/one', search: searchOf(keyIn({ ...rest, ...(brand ? { brand } : {}) })) })
  }
  return (
    <Modal opened onClose={close} title={t('templates.newTitle')}>
      <form onSubmit={submit}>
        <Stack>
          <Select
            label={t('templates.playbook')}
            allowDeselect={false}
            data={[{ value: everyPlaybook, label: t('templates.every') }, ...(playbooks.data ?? []).map(({ key, title }) => ({ value: key, label: title }))]}
            value={chosen.playbook}
            onChange={pick('playbook')}
            data-autofocus
          />
          <Select
            label={t('templates.phase')}
            allowDeselect={false}
            data={phases.map((value) => ({ value, label: phaseName(value) }))}
            value={chosen.phase}
            onChange={pick('phase')}
          />
          <Select
            label={t('templates.audience')}
            allowDeselect={false}
            data={audiences.map((value) => ({ value, label: tOf('audience', value) }))}
            value={chosen.audience}
            onChange={pick('audience')}
          />
          <Autocomplete
            label={t('templates.locale')}
            description={t('templates.localeHint')}
            data={[...languages]}
            value={chosen.locale}
            onChange={pick('locale')}
            error={right ? undefined : t('templates.localeWrong')}
          />
          <Select
            label={t('templates.brand')}
            placeholder={t('templates.allBrands')}
            clearable
            data={(brands.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
            value={chosen.brand || null}
            onChange={pick('brand')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" disabled={!right}>
              {t('templates.write')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
