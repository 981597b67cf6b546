/* The list at the left is a fold on a phone: closed there, so that the page begins with what one came for. */

if (window.matchMedia("(max-width: 50em)").matches) { document.querySelector(".side-fold").open = false; }
