<?php
// What .htaccess does for Apache: files are served as they are, every other address is WordPress's.
$path = $_SERVER['DOCUMENT_ROOT'] . '/' . ltrim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?? '', '/');
if (is_file($path) || is_file("$path/index.php") && $path !== $_SERVER['DOCUMENT_ROOT'] . '/') {
    return false;
}
$_SERVER['SCRIPT_NAME'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
