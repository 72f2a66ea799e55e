import { Button, Group, Modal, NumberInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'

const kinds = ['word', 'check', 'series', 'figure'] as const
type Kind = (typeof kinds)[number]

/** What the playbook did not foresee, checked by a person or by what is watched anyway. */
export function AddCriterionDialog({ services, close }: { services: RestorationView['services']; close: () => void }) {
  const [text, setText] = useState('')
  const [service, setService] = useState<string | null>(null)
  const [kind, setKind] = useState<Kind>('word')
  const [name, setName] = useState('')
  const [[atLeast, atMost], setBand] = useState<[number | string, number | string]>(['', ''])
  const [minutes, setMinutes] = useState<number | string>(15)
  const add = useCommand<object>('/criteria', close)
  const band = { ...(atLeast === '' ? {} : { atLeast: Number(atLeast) }), ...(atMost === '' ? {} : { atMost: Number(atMost) }) }
  const measure = {
    word: { kind },
    check: { kind, minutes: Number(minutes) },
    series: { kind, series: name, ...band, minutes: Number(minutes) },
    figure: { kind, unit: name, ...band },
  }[kind]
  const banded = kind === 'series' || kind === 'figure'
  const whole = text.trim() !== '' && (!banded || (name.trim() !== '' && Object.keys(band).length > 0)) && (kind !== 'check' || service !== null)
  return (
    <Modal opened onClose={close} title={t('criteria.addTitle')}>
      <Stack>
        <TextInput label={t('criteria.what')} required data-autofocus maxLength={300} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('criteria.service')}
            clearable
            required={kind === 'check'}
            data={services.map(({ id, name: label }) => ({ value: id, label }))}
            value={service}
            onChange={setService}
          />
          <Select
            label={t('criteria.how')}
            allowDeselect={false}
            data={kinds.map((each) => ({ value: each, label: tOf('measure', each) }))}
            value={kind}
            onChange={(value) => value && setKind(value as Kind)}
          />
          {banded && (
            <TextInput
              label={kind === 'series' ? t('criteria.series') : t('criteria.unit')}
              required
              maxLength={kind === 'series' ? 200 : 40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
          {banded && <NumberInput label={t('criteria.atLeast')} value={atLeast} onChange={(value) => setBand([value, atMost])} />}
          {banded && <NumberInput label={t('criteria.atMost')} value={atMost} onChange={(value) => setBand([atLeast, value])} />}
          {(kind === 'check' || kind === 'series') && <NumberInput label={t('criteria.minutes')} min={1} max={1_440} value={minutes} onChange={setMinutes} />}
        </SimpleGrid>
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={add} body={{ text, ...(service ? { service } : {}), measure }} disabled={!whole} may="restore">
            {t('criteria.addDo')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
