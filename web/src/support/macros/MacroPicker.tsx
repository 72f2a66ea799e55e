import { Button, Modal, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { onMacros } from '../conversations/composing.ts'
import styles from '../conversations/Inbox.module.css'
import { MacroUse } from './MacroUse.tsx'
import { useMacros } from './macros.ts'

type Props = {
  conversation: number
  /** Which crisis it is linked to, where a macro links and none is suggested. */
  crisisId?: string
  /** What was done is in the conversation now. */
  used: () => void
}

/** A button of the composer: choose a macro, look at what it says and does here, change the words, and do all of it in one press. */
export function MacroPicker({ conversation, crisisId, used }: Props) {
  const [opened, { open, close }] = useDisclosure(false)
  const may = useMay('converse')
  useEffect(() => (may ? onMacros(open) : undefined), [may, open])
  const done = () => {
    close()
    used()
  }
  return (
    <>
      <Button size="sm" variant="default" disabled={!may} onClick={open}>
        {t('macros.use')} <kbd className={styles.key}>t</kbd>
      </Button>
      <Modal opened={opened} onClose={close} title={t('macros.use')} size="lg">
        {opened && <Choice conversation={conversation} {...(crisisId ? { crisisId } : {})} used={done} />}
      </Modal>
    </>
  )
}

function Choice({ conversation, crisisId, used }: Props) {
  const query = useMacros()
  const [macro, setMacro] = useState<string | null>(null)
  return (
    <Loaded query={query}>
      {(all) => {
        const mine = all.filter(({ mayUse }) => mayUse)
        if (mine.length === 0) return <Empty title={t('macros.noneForYou')} />
        return (
          <Stack>
            <Select
              // Those of a macro come a moment after the dialog: whoever types finds one at once.
              autoFocus
              data-autofocus
              defaultDropdownOpened
              selectFirstOptionOnChange
              label={t('macros.choose')}
              searchable
              data={mine.map(({ id, name }) => ({ value: id, label: name }))}
              value={macro}
              onChange={setMacro}
            />
            {macro && <MacroUse key={macro} conversation={conversation} macro={macro} {...(crisisId ? { crisisId } : {})} used={used} />}
          </Stack>
        )
      }}
    </Loaded>
  )
}
