/* What is wider or longer than its box, such as a table on a phone, scrolls in it: the box can be reached by keys. */

const BOXES = "table.table, .scrolls, .scroll-box, .beside, .together";

function scrolls(box) {
  const style = getComputedStyle(box), isWide = box.scrollWidth > box.clientWidth + 1;
  return (isWide || box.scrollHeight > box.clientHeight + 1) && [style.overflowX, style.overflowY].includes("auto");
}

function mark() {
  document.querySelectorAll(BOXES).forEach((box) => {
    if (scrolls(box)) { box.tabIndex = 0; } else { box.removeAttribute("tabindex"); }
  });
}

mark();
window.addEventListener("resize", mark);
document.addEventListener("toggle", mark, true); // what is unfolded has a size only then; the event does not bubble
