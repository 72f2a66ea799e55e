import { Button, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { RepairLine } from './RepairLine.tsx'

/** Data that the trouble left behind: how much is to be mended, and how far it is. */
export function RepairsCard({ repairs }: { repairs: RestorationView['repairs'] }) {
  const { status } = useRoom()
  const [adding, { open, close }] = useDisclosure(false)
  const allowed = useMay('restore') && status !== 'closed'
  return (
    <Card
      title={t('repairs.title')}
      aside={
        allowed && (
          <Button variant="subtle" onClick={open}>
            {t('repairs.add')}
          </Button>
        )
      }
    >
      <Stack gap="md">
        {repairs.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('repairs.none')}
          </Text>
        )}
        {repairs.map((repair) => (
          <RepairLine key={repair.id} repair={repair} locked={!allowed} />
        ))}
      </Stack>
      {adding && <AddDialog close={close} />}
    </Card>
  )
}

function AddDialog({ close }: { close: () => void }) {
  const [text, setText] = useState('')
  const [kind, setKind] = useState<'backfill' | 'repair'>('repair')
  const [records, setRecords] = useState<number | string>('')
  const add = useCommand<object>('/repairs', close)
  return (
    <Modal opened onClose={close} title={t('repairs.add')}>
      <Stack>
        <TextInput label={t('repairs.what')} required data-autofocus maxLength={300} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Group grow>
          <Select
            label={t('repairs.kind')}
            allowDeselect={false}
            data={(['repair', 'backfill'] as const).map((each) => ({ value: each, label: tOf('repair', each) }))}
            value={kind}
            onChange={(value) => value && setKind(value as typeof kind)}
          />
          <NumberInput label={t('repairs.records')} required min={1} value={records} onChange={setRecords} thousandSeparator="," />
        </Group>
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={add} body={{ kind, text, records: Number(records) }} disabled={text.trim() === '' || records === ''} may="restore">
            {t('repairs.addDo')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
