// The reference mark of the rich-text editor: asks which reference, and writes its number.
(() => {
  const { Component, createElement } = window.React;
  const { EditorState, Modifier, SelectionState } = window.DraftJS;
  const CITATION = /^(.*-\d+)-value-items-(\d+)-value-citation$/;

  const SET = 'set';
  const REMOVE = 'remove';

  const isDeleted = (form, name) => form.elements[`${name}-deleted`]?.value === '1';

  // The references written in the page's form, in the order the reader will see them.
  function referencesInForm() {
    return [...document.querySelectorAll('textarea[name$="-value-citation"]')]
      .filter(({ name, form }) => {
        const [, block, item] = name.match(CITATION) ?? [];
        return block && !isDeleted(form, block) && !isDeleted(form, `${block}-value-items-${item}`);
      })
      .map((field) => field.value.trim());
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function numberField(current) {
    const references = referencesInForm();
    if (!references.length) {
      return element('input', { type: 'number', min: 1, max: 999, required: true, value: current });
    }
    const options = references.map((citation, index) =>
      element('option', { value: index + 1 }, `${index + 1}. ${citation.slice(0, 90) || '(empty)'}`));
    const field = element('select', {}, ...options);
    field.value = current > references.length ? 1 : current;
    return field;
  }

  function button(words, value, kind = '') {
    return element('button', { type: 'submit', value, formNoValidate: value !== SET, className: `button ${kind}` }, words);
  }

  // Opens a dialog for a new mark, or for the one with this number; calls back with what was
  // decided and, if the mark is to be set, its number.
  function ask(current, answer) {
    const field = numberField(current ?? 1);
    const dialog = element('dialog', { className: 'reference-mark' },
      element('form', { method: 'dialog' },
        element('label', {}, element('span', {}, 'Which reference?'), field),
        element('p', { className: 'help' }, 'Numbered as in the References block of this page.'),
        element('div', { className: 'reference-mark__buttons' },
          button('Set the mark', SET),
          ...(current ? [button('Remove it', REMOVE, 'button-secondary no')] : []),
          button('Cancel', '', 'button-secondary'))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      answer(dialog.returnValue, Number.parseInt(field.value, 10));
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  // A new mark goes behind the selected words; an edited one is replaced where it stands.
  function placeOf(editorState, entityKey) {
    const selection = editorState.getSelection();
    if (!entityKey) {
      return selection.merge({
        anchorKey: selection.getEndKey(),
        anchorOffset: selection.getEndOffset(),
        focusKey: selection.getEndKey(),
        focusOffset: selection.getEndOffset(),
        isBackward: false,
      });
    }
    let place = selection;
    editorState.getCurrentContent().getBlocksAsArray().forEach((block) => {
      block.findEntityRanges(
        (character) => character.getEntity() === entityKey,
        (start, end) => {
          place = SelectionState.createEmpty(block.getKey()).merge({ anchorOffset: start, focusOffset: end });
        },
      );
    });
    return place;
  }

  function withMark(editorState, entityType, entityKey, number) {
    const content = editorState.getCurrentContent().createEntity(entityType.type, 'IMMUTABLE', { number });
    const marked = Modifier.replaceText(
      content, placeOf(editorState, entityKey), String(number), null, content.getLastCreatedEntityKey());
    return EditorState.push(editorState, marked, 'insert-characters');
  }

  function withoutMark(editorState, entityKey) {
    const bare = Modifier.replaceText(editorState.getCurrentContent(), placeOf(editorState, entityKey), '');
    return EditorState.push(editorState, bare, 'remove-range');
  }

  class ReferenceMarkSource extends Component {
    componentDidMount() {
      const { editorState, entityType, entity, entityKey, onComplete, onClose } = this.props;
      ask(entity?.getData().number, (decision, number) => {
        if (decision === SET) onComplete(withMark(editorState, entityType, entityKey, number));
        else if (decision === REMOVE) onComplete(withoutMark(editorState, entityKey));
        else onClose();
      });
    }

    render() {
      return null;
    }
  }

  function ReferenceMark({ children, entityKey, onEdit }) {
    return createElement('sup', {
      className: 'reference-mark__number',
      role: 'button',
      title: 'Change or remove this reference mark',
      'data-draftail-trigger': true,
      onMouseUp: () => onEdit(entityKey),
    }, children);
  }

  window.draftail.registerPlugin({
    type: 'REFERENCE', source: ReferenceMarkSource, decorator: ReferenceMark,
  });
})();
