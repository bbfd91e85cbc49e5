(() => {
  'use strict';
  const box = document.getElementById('ui-search');
  const count = document.getElementById('ui-count');
  const none = document.getElementById('ui-none');
  const around = document.querySelectorAll('#ui-overview, .lead');
  const settings = [...document.querySelectorAll('.setting')].map((element) => {
    const said = [...element.querySelectorAll('h3, .type, .badge, .doc, dd')];
    return { element, said, text: said.map((part) => part.textContent).join('\n').toLowerCase() };
  });
  const links = new Map([...document.querySelectorAll('nav a')].map((link) => [link.hash.slice(1), link]));
  const sections = [...document.querySelectorAll('main > section')].map((element) => ({
    element,
    about: element.querySelector('.about').textContent.toLowerCase(),
    link: links.get(element.id)?.parentElement,
    number: links.get(element.id)?.querySelector('.number'),
    settings: settings.filter((setting) => element.contains(setting.element)),
  }));

  const ranges = (words) => {
    const found = [];
    for (const { element, said } of settings) {
      if (element.hidden) continue;
      for (const part of said) {
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode.data.toLowerCase();
          if (text.length !== walker.currentNode.data.length) continue;
          for (const word of words) {
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
              const range = new Range();
              range.setStart(walker.currentNode, at);
              range.setEnd(walker.currentNode, at + word.length);
              found.push(range);
            }
          }
        }
      }
    }
    return found;
  };

  const filter = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const setting of settings) {
      const hit = words.every((word) => setting.text.includes(word));
      setting.element.hidden = !hit;
      shown += hit ? 1 : 0;
    }
    for (const section of sections) {
      const hit = section.settings.some((setting) => !setting.element.hidden)
        || (section.settings.length === 0 && words.every((word) => section.about.includes(word)));
      section.element.hidden = !hit && words.length > 0;
      if (section.link) section.link.hidden = section.element.hidden;
      if (section.number) section.number.textContent = section.settings.filter((setting) => !setting.element.hidden).length;
    }
    for (const part of around) part.hidden = words.length > 0;
    none.hidden = sections.some((section) => !section.element.hidden);
    count.textContent = words.length > 0 ? `${shown} of ${settings.length} settings` : `${settings.length} settings`;
    if ('highlights' in CSS) {
      if (words.length > 0) CSS.highlights.set('hit', new Highlight(...ranges(words)));
      else CSS.highlights.clear();
    }
  };

  box.addEventListener('input', () => {
    filter();
    window.scrollTo(0, 0);
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input[type="search"], textarea, select');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === 'Escape' && event.target === box && box.value !== '') {
      event.preventDefault();
      box.value = '';
      filter();
    }
  });
  // A link to a setting that is filtered out shows everything again.
  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.closest('[hidden]')) {
      box.value = '';
      filter();
      target.scrollIntoView();
    }
  };
  window.addEventListener('hashchange', follow);
  document.getElementById('ui-form').hidden = false;
  filter();
})();
