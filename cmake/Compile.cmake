# Settings that every target of ours shares, as one interface target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(PROJECTIVE_ASAN "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(PROJECTIVE_TSAN "Build with ThreadSanitizer" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(projective_compile INTERFACE)
target_include_directories(projective_compile INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(projective_compile INTERFACE -Wall -Wextra -Wpedantic -Werror -Wnon-virtual-dtor $<$<CXX_COMPILER_ID:GNU>:-Wshadow=local>)
target_compile_definitions(projective_compile INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
  QT_NO_FOREACH QT_NO_KEYWORDS QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
  QT_DISABLE_DEPRECATED_BEFORE=0x060400
  PROJECTIVE_VERSION="${PROJECT_VERSION}")
if(PROJECTIVE_ASAN)
  target_compile_options(projective_compile INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  target_link_options(projective_compile INTERFACE -fsanitize=address,undefined)
endif()
if(PROJECTIVE_TSAN)
  target_compile_options(projective_compile INTERFACE -fsanitize=thread)
  target_link_options(projective_compile INTERFACE -fsanitize=thread)
endif()

# projective_library(<name> SOURCES … LINKS … [PCH header… | PCH_OF library]): a static library of one folder, with a
# precompiled header of its own or another library's (parsing Qt's headers is most of a compile; ccache needs the
# sloppiness set in the presets to see through it).
function(projective_library name)
  cmake_parse_arguments(ARG "" "PCH_OF" "SOURCES;LINKS;PCH" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC projective_compile ${ARG_LINKS})
  if(ARG_PCH)
    target_precompile_headers(${name} PRIVATE ${ARG_PCH})
  elseif(ARG_PCH_OF)
    target_precompile_headers(${name} REUSE_FROM ${ARG_PCH_OF})
  endif()
endfunction()
